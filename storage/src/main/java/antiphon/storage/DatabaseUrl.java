package antiphon.storage;

import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/// The address of an external PostgreSQL, as given in the settings.
final class DatabaseUrl {
    static final String ALLOWED = "jdbc:postgresql://HOST:PORT/DATABASE?user=NAME&password=SECRET";

    /// A call waits no longer than this for a statement; one that takes longer has lost its server.
    private static final int STATEMENT_SECONDS_MAX = 10;

    private static final int CONNECT_SECONDS_MAX = 2;

    private final String url;

    private DatabaseUrl(String url) {
        this.url = url;
    }

    static DatabaseUrl parse(String url) {
        if (!url.startsWith("jdbc:postgresql:") || Driver.parseURL(url, null) == null) {
            throw new StorageUnavailable(
                    "database URL %s is not understood: it must look like %s"
                            .formatted(withoutSecrets(url), ALLOWED));
        }
        return new DatabaseUrl(url);
    }

    DataSource dataSource() {
        PGSimpleDataSource source = unhurried();
        setTimeLimits(source);
        return source;
    }

    /// For work that may take its time: no limit on how long a statement may run, unless the URL
    /// has one.
    DataSource unhurriedDataSource() {
        return unhurried();
    }

    private PGSimpleDataSource unhurried() {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    @Override
    public String toString() {
        return withoutSecrets(url);
    }

    /// Without parameters, among which passwords are.
    private static String withoutSecrets(String url) {
        int parameters = url.indexOf('?');
        String address = parameters < 0 ? url : url.substring(0, parameters);
        return address.replaceFirst("//[^/@]*@", "//");
    }

    static void setTimeLimits(PGSimpleDataSource source) {
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(STATEMENT_SECONDS_MAX);
        }
        source.setConnectTimeout(CONNECT_SECONDS_MAX);
        source.setTcpKeepAlive(true);
        source.setApplicationName("antiphon");
    }
}
