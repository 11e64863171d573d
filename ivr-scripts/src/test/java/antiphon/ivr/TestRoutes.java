package antiphon.ivr;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Routes as a site may have them.
final class TestRoutes {
    static final List<Route> ALL =
            List.of(
                    of("ivr-(.+)", Service.FLOW),
                    of("main", Service.FLOW),
                    of("conf[-=](.+)", Service.CONFERENCE),
                    of("vm-(.+)", Service.DEPOSIT),
                    of("vmu-(.+)", Service.DEPOSIT_UNAVAILABLE),
                    of("vmb-(.+)", Service.DEPOSIT_BUSY),
                    of("voicemail", Service.MAILBOX),
                    new Route(Pattern.compile("moh"), Service.MUSIC, Optional.of("default")),
                    of("moh-(.+)", Service.MUSIC),
                    of("echo", Service.ECHO),
                    of("annc", Service.ANNOUNCEMENT),
                    of(".+", Service.DEPOSIT));

    private TestRoutes() {}

    private static Route of(String user, Service service) {
        return new Route(Pattern.compile(user), service);
    }
}
