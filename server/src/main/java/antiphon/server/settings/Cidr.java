package antiphon.server.settings;

import java.net.InetAddress;

/// A network: an address and how many of its leading bits count (RFC 4632).
public record Cidr(InetAddress address, int prefixBits) {

    /// @throws IllegalArgumentException with the text as its message
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = address.getAddress().length * 8;
            int prefixBits = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefixBits < 0 || prefixBits > bits) throw new IllegalArgumentException(text);
            return new Cidr(address, prefixBits);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(text);
        }
    }

    public boolean contains(InetAddress candidate) {
        byte[] own = address.getAddress();
        byte[] other = candidate.getAddress();
        if (own.length != other.length) return false;
        for (int bit = 0; bit < prefixBits; bit += 8) {
            int mask = 0xFF00 >> Math.min(8, prefixBits - bit) & 0xFF;
            if (((own[bit / 8] ^ other[bit / 8]) & mask) != 0) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }
}
