package antiphon.server;

import antiphon.media.Codec;
import antiphon.media.SessionStats;
import antiphon.signaling.CallListener;
import antiphon.signaling.CallView;
import antiphon.signaling.HangUpCause;
import antiphon.storage.CallRecord;
import antiphon.storage.CallRecords;
import java.time.Instant;
import java.util.Locale;

/// Writes down each call that has ended: its record and its place in the metrics.
final class CallJournal implements CallListener {
    private final CallRecords records;
    private final CallListener metrics;

    CallJournal(CallRecords records, CallListener metrics) {
        this.records = records;
        this.metrics = metrics;
    }

    @Override
    public void callEnded(CallView call, HangUpCause cause, int status, Instant endedAt) {
        metrics.callEnded(call, cause, status, endedAt);
        Codec codec = call.codec();
        SessionStats media = call.media();
        records.write(
                new CallRecord(
                        call.id(),
                        call.sipCallId(),
                        call.caller(),
                        call.called(),
                        call.requestUri(),
                        call.startedAt(),
                        call.answeredAt(),
                        endedAt,
                        cause.name().toLowerCase(Locale.ROOT),
                        codec == null ? null : codec.encodingName(),
                        media == null ? 0 : media.packetsReceived(),
                        media == null ? 0 : media.lost(),
                        media == null ? 0 : media.jitterMillis()));
    }
}
