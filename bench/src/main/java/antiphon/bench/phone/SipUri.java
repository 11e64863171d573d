package antiphon.bench.phone;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a SIP URI with a literal address points to.
public final class SipUri {
    private static final int DEFAULT_PORT = 5060;

    private SipUri() {}

    public static InetSocketAddress address(String uri) {
        String rest = uri.substring(uri.indexOf(':') + 1);
        String hostPort = rest.substring(rest.indexOf('@') + 1).split("[;?]")[0];
        int colon = hostPort.lastIndexOf(':');
        boolean literal6 = hostPort.endsWith("]");
        String host = colon < 0 || literal6 ? hostPort : hostPort.substring(0, colon);
        try {
            int port =
                    colon < 0 || literal6
                            ? DEFAULT_PORT
                            : Integer.parseInt(hostPort.substring(colon + 1));
            return new InetSocketAddress(
                    InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")), port);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("no literal address and port in " + uri);
        }
    }
}
