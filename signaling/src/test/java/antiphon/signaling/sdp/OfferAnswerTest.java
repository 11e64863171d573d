package antiphon.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.Codec;
import antiphon.media.Direction;
import antiphon.media.MediaDescription;
import antiphon.signaling.sdp.OfferAnswer.Choice;
import antiphon.signaling.sdp.SdpParser.Parsed;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OfferAnswerTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.1");

    private static SessionDescription parsed(String sdp) {
        return switch (SdpParser.parse(sdp)) {
            case Parsed.Valid(SessionDescription description) -> description;
            case Parsed.Malformed(String reason) -> throw new AssertionError(reason);
        };
    }

    private static Choice.Chosen chosen(String sdp) {
        return switch (OfferAnswer.choose(parsed(sdp))) {
            case Choice.Chosen chosen -> chosen;
            case Choice other -> throw new AssertionError(other);
        };
    }

    private static String answer(String offer) {
        return new LocalDescription(7).answer(parsed(offer), chosen(offer), LOCAL, 5004);
    }

    private static List<String> lines(String sdp, String prefix) {
        return sdp.lines().filter(l -> l.startsWith(prefix)).toList();
    }

    private static String sdp(String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n"
                + String.join("\r\n", lines)
                + "\r\n";
    }

    /// RFC 3264 §6: one m= line for each, in order; refused ones with port 0
    @Test
    void everyOfferedStreamHasItsLineInTheAnswer() {
        String answer =
                answer(
                        sdp(
                                "m=video 4000 RTP/AVP 96 97",
                                "a=rtpmap:96 H264/90000",
                                "m=audio 4002 RTP/SAVP 0",
                                "m=audio 4004 RTP/AVP 9 8",
                                "m=image 4006 udptl t38",
                                "m=audio 4008 RTP/AVP 0",
                                "m=application 4010 UDP/BFCP *"));
        assertThat(lines(answer, "m="))
                .containsExactly(
                        "m=video 0 RTP/AVP 96",
                        "m=audio 0 RTP/SAVP 0",
                        "m=audio 5004 RTP/AVP 8",
                        "m=image 0 udptl t38",
                        "m=audio 0 RTP/AVP 0",
                        "m=application 0 UDP/BFCP *");
        assertThat(answer)
                .contains("c=IN IP4 192.0.2.1")
                .contains("a=ptime:20")
                .doesNotContain("rtcp-mux");
    }

    /// RFC 3264 §6: the numbers are the offerer's
    @Test
    void payloadNumbersAreThoseOfTheOfferer() {
        String offer =
                sdp(
                        "m=audio 4000 RTP/AVP 112 121",
                        "a=rtpmap:112 pcmu/8000/1",
                        "a=rtpmap:121 Telephone-Event/8000");
        MediaDescription media = chosen(offer).media();
        assertThat(media.codec()).isEqualTo(Codec.PCMU);
        assertThat(media.payloadType()).isEqualTo(112);
        assertThat(media.telephoneEventPayloadType()).isEqualTo(121);
        assertThat(answer(offer)).contains("a=rtpmap:112 PCMU/8000").contains("a=fmtp:121 0-16");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // formats                | rtpmaps
                //   | codec, pt, event
                "0 8 101                  | 101 telephone-event/8000                                   | PCMU | 0   | 101",
                "8 0 101                  | 101 telephone-event/8000                                   | PCMA | 8   | 101",
                "9 8 0                    | 9 G722/8000                                                | PCMA | 8   | -1",
                "111 0 110 126            | 111 opus/48000/2;110 telephone-event/48000;126 telephone-event/8000 | PCMU | 0 | 126",
                "111 0 110                | 111 opus/48000/2;110 telephone-event/48000                 | PCMU | 0   | -1",
                "0                        | 0 PCMA/8000                                                | PCMA | 0   | -1",
                "96 8                     | 96 PCMU/16000                                              | PCMA | 8   | -1",
                "97 8                     | 97 PCMU/8000/2                                             | PCMA | 8   | -1",
                "18 4 3 97 98 99 100 102 103 104 105 106 107 108 109 8 | 101 x/1                        | PCMA | 8   | -1",
            })
    void codecsAndEvents(String formats, String maps, Codec codec, int payloadType, int event) {
        var sdp = new StringBuilder("m=audio 4000 RTP/AVP ").append(formats);
        for (String map : maps.split(";")) sdp.append("\r\na=rtpmap:").append(map.strip());
        MediaDescription media = chosen(sdp(sdp.toString())).media();
        assertThat(media.codec()).isEqualTo(codec);
        assertThat(media.payloadType()).isEqualTo(payloadType);
        assertThat(media.telephoneEventPayloadType()).isEqualTo(event);
    }

    /// Descriptions as they are seen in the wild.
    @Test
    void whatPhonesReallyWriteIsUnderstood() {
        assertThat(
                        chosen("v=0\nm=audio 4000 RTP/AVP 0\nc=IN IP4 198.51.100.9\n")
                                .media()
                                .remoteRtp())
                .hasToString("/198.51.100.9:4000");
        assertThat(
                        chosen(
                                        "\r\n\r\nv=0\r\n; comment\r\nc=IN  IP4  198.51.100.9\r\n\r\nm=audio  4000  rtp/avp  0 8\r\n")
                                .media()
                                .codec())
                .isEqualTo(Codec.PCMU);
        assertThat(
                        chosen(
                                        sdp(
                                                "m=audio 4000/2 RTP/AVP 8",
                                                "b=AS:64",
                                                "k=clear:x",
                                                "a=",
                                                "a=:",
                                                "a=rtpmap:",
                                                "a=rtpmap:x y",
                                                "a=fmtp:8"))
                                .media()
                                .codec())
                .isEqualTo(Codec.PCMA);
        assertThat(
                        chosen(sdp("m=audio 4000 RTP/AVP 0", "c=IN IP6 2001:db8::9"))
                                .media()
                                .remoteRtp())
                .hasToString("/[2001:db8:0:0:0:0:0:9]:4000");
        assertThat(chosen(sdp("m=AUDIO 4000 RTP/AVPF 0")).media().codec()).isEqualTo(Codec.PCMU);
    }

    /// RFC 3605 §2.1
    @Test
    void rtcpGoesWhereTheAttributeSays() {
        assertThat(chosen(sdp("m=audio 4000 RTP/AVP 0")).media().remoteRtcp().getPort())
                .isEqualTo(4001);
        assertThat(chosen(sdp("m=audio 4000 RTP/AVP 0", "a=rtcp:53020")).media().remoteRtcp())
                .hasToString("/198.51.100.7:53020");
        assertThat(
                        chosen(sdp("m=audio 4000 RTP/AVP 0", "a=rtcp:53020 IN IP4 126.16.64.4"))
                                .media()
                                .remoteRtcp())
                .hasToString("/126.16.64.4:53020");
    }

    /// RFC 3264 §6.1; session-level direction counts where the stream has none (RFC 8866 §6.7)
    @Test
    void directionOfTheSessionAndOfTheStream() {
        String session = sdp("a=sendonly", "m=audio 4000 RTP/AVP 0");
        assertThat(chosen(session).media().direction()).isEqualTo(Direction.RECVONLY);
        String stream = sdp("a=sendonly", "m=audio 4000 RTP/AVP 0", "a=sendrecv");
        assertThat(chosen(stream).media().direction()).isEqualTo(Direction.SENDRECV);
    }

    /// RFC 3264 §8: streams never become fewer
    @Test
    void ourOwnLaterOfferKeepsTheRefusedStreams() {
        var local = new LocalDescription(7);
        String offer =
                sdp(
                        "m=video 4000 RTP/AVP 96",
                        "m=audio 4002 RTP/AVP 8 97",
                        "a=rtpmap:97 telephone-event/8000");
        String first = local.answer(parsed(offer), chosen(offer), LOCAL, 5004);
        String second = local.offer(Direction.SENDRECV, LOCAL, 5004);
        assertThat(lines(second, "m="))
                .containsExactly("m=video 0 RTP/AVP 96", "m=audio 5004 RTP/AVP 8 0 97");
        assertThat(lines(first, "o=").getFirst()).contains(" 7 7 ");
        assertThat(lines(second, "o=").getFirst()).contains(" 7 8 ");
        assertThat(local.offer(Direction.SENDRECV, LOCAL, 5004)).isEqualTo(second);
    }

    @Test
    void anIpv6AddressIsWrittenAsOne() {
        String offer = sdp("m=audio 4000 RTP/AVP 0");
        String answer =
                new LocalDescription(7)
                        .answer(
                                parsed(offer),
                                chosen(offer),
                                InetAddress.ofLiteral("2001:db8::1"),
                                5004);
        assertThat(answer)
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:1")
                .contains("o=- 7 7 IN IP6 2001");
    }

    /// Nothing that a peer writes gets into our answer as a line of its own.
    @Test
    void nothingCanBeSmuggledIntoTheAnswer() {
        assertThat(SdpParser.parse(sdp("m=audio 4000 RTP/AVP 0", "m=vid\u0000eo 1 RTP/AVP 9")))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(SdpParser.parse(sdp("m=audio 4000 RTP/AVP 0", "m=x\ra=evil 1 RTP/AVP 9")))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void limitsHold() {
        assertThat(SdpParser.parse("a=x\n".repeat(SdpParser.LINES_MAX + 1)))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(
                        SdpParser.parse(
                                "m=audio 1 RTP/AVP 0\n".repeat(SdpParser.MEDIA_SECTIONS_MAX + 1)))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(SdpParser.parse("m=audio 1 RTP/AVP" + " 0".repeat(SdpParser.FORMATS_MAX + 1)))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(SdpParser.parse("")).isInstanceOf(Parsed.Malformed.class);
    }

    /// Any bytes give a value, never an exception.
    @Test
    void mutatedDescriptionsNeverThrow() {
        String good =
                sdp(
                        "m=audio 4000 RTP/AVP 0 8 101",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=rtcp:53020 IN IP4 126.16.64.4",
                        "a=sendonly",
                        "m=video 1 RTP/AVP 96");
        var random = new Random(20260101);
        int usable = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(good);
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(0, 256));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, good, random.nextInt(good.length()), good.length());
                }
            }
            if (SdpParser.parse(text.toString())
                            instanceof Parsed.Valid(SessionDescription description)
                    && OfferAnswer.choose(description) instanceof Choice.Chosen choice) {
                usable++;
                assertThat(new LocalDescription(1).answer(description, choice, LOCAL, 5004))
                        .contains("m=audio 5004 ");
            }
        }
        assertThat(usable).isBetween(1_000, 19_999);
    }

    /// RFC 5621 §3
    @Test
    void theDescriptionIsFoundAmongOtherParts() {
        String body =
                """
                preamble
                --b1
                Content-Type: application/pidf+xml

                <x/>
                --b1
                content-type: application/SDP; x=y
                Content-Disposition: session

                v=0
                m=audio 1 RTP/AVP 0
                --b1--
                """
                        .replace("\n", "\r\n");
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(BodyPart.sessionDescription("multipart/mixed; boundary=\"b1\"", bytes))
                .startsWith("v=0\r\nm=audio");
        assertThat(BodyPart.sessionDescription("multipart/mixed;boundary=b1", bytes))
                .startsWith("v=0");
        assertThat(BodyPart.sessionDescription("multipart/mixed", bytes)).isNull();
        assertThat(BodyPart.sessionDescription("text/plain", bytes)).isNull();
        assertThat(BodyPart.sessionDescription("application/sdp;charset=utf-8", bytes))
                .isEqualTo(body);
    }
}
