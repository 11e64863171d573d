package antiphon.signaling;

import java.net.InetAddress;

/// A range of addresses: `10.0.0.0/8`, `::1`, `192.0.2.7`.
///
/// @param network first address of the range
/// @param prefixLength leading bits that count
public record Cidr(InetAddress network, int prefixLength) {

    public Cidr {
        int bits = network.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + " is not 0-" + bits);
        }
    }

    /// @throws IllegalArgumentException with what is allowed
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text.strip() : text.substring(0, slash).strip();
        try {
            // The JDK takes 10.1 for 10.0.0.1; in a list of who is trusted that is a trap.
            if (address.indexOf(':') < 0 && address.chars().filter(c -> c == '.').count() != 3) {
                throw new IllegalArgumentException(address);
            }
            InetAddress network = InetAddress.ofLiteral(address);
            int bits = network.getAddress().length * 8;
            return new Cidr(
                    network,
                    slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1).strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no address range: write it like 10.0.0.0/8, 192.0.2.7 or ::1",
                    e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) return false;
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) return false;
        }
        int rest = prefixLength % 8;
        if (rest == 0) return true;
        int mask = 0xff << (8 - rest);
        return (ours[whole] & mask) == (theirs[whole] & mask);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}
