package antiphon.signaling.jain;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the stack has to say, at debug level: nearly all its "errors" are other people's messages.
/// Made by the stack by name.
public final class QuietStackLogger implements StackLogger {
    private static final Logger log = LoggerFactory.getLogger("antiphon.signaling.jain.stack");

    public QuietStackLogger() {}

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int traceLevel) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable ex) {
        log.debug("stack", ex);
    }

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception ex) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {
        log.warn(message);
    }

    @Override
    public void logError(String message) {
        log.debug(message);
    }

    @Override
    public void logError(String message, Exception ex) {
        log.debug(message, ex);
    }

    @Override
    public void logWarning(String string) {
        log.debug(string);
    }

    @Override
    public void logInfo(String string) {}

    @Override
    public boolean isLoggingEnabled() {
        return log.isDebugEnabled();
    }

    /// The stack builds long strings for what it traces, so the answer is no for all but errors.
    @Override
    public boolean isLoggingEnabled(int logLevel) {
        return logLevel <= TRACE_ERROR && log.isDebugEnabled();
    }

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {}

    @Override
    public void setStackProperties(Properties stackProperties) {}

    @Override
    public String getLoggerName() {
        return log.getName();
    }
}
