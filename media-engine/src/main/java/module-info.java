import org.jspecify.annotations.NullMarked;

/// Real-time media: RTP in, RTP out. Knows no SIP, no database and no HTTP.
@NullMarked
module antiphon.media {
    requires static transitive org.jspecify;

    exports antiphon.media;
}
