package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.yaml.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of things on this server: a miss is a warning, because they may come later.
final class WorldChecks {
    private static final Pattern SETTING =
            Pattern.compile("\\bsetting\\s*\\(\\s*(['\"])([^'\"]*)\\1\\s*\\)");

    private WorldChecks() {}

    static void settings(Expression expression, Position position, Reading reading) {
        Matcher matcher = SETTING.matcher(expression.source());
        while (matcher.find()) {
            String name = matcher.group(2);
            if (!reading.context.world().settingExists(name))
                reading.problems.warning(
                        position,
                        "F054",
                        "the setting \"%s\" is not set on this server; the expression will fail"
                                .formatted(name));
        }
    }

    static void step(Step step, CheckRun run) {
        WorldIndex world = run.context().world();
        switch (step) {
            case Step.Voicemail voicemail -> {
                for (Template box : voicemail.boxes())
                    if (box instanceof Template.Constant(var number)
                            && !world.mailboxExists(number.text()))
                        mailbox(number.text(), step, run);
            }
            case Step.Mailbox mailbox ->
                    mailbox.box()
                            .ifPresent(box -> {
                                if (box instanceof Template.Constant(var number)
                                        && !world.mailboxExists(number.text()))
                                    mailbox(number.text(), step, run);
                            });
            case Step.Pin pin -> pin(pin, run);
            case Step.Music music -> {
                if (music.musicClass() instanceof Template.Constant(var name))
                    music(name.text(), step, run);
            }
            case Step.Conference conference ->
                    conference.music().ifPresent(name -> music(name, step, run));
            default -> {}
        }
    }

    private static void pin(Step.Pin pin, CheckRun run) {
        if (!(pin.id() instanceof Template.Constant(var id))) return;
        switch (pin.kind()) {
            case MAILBOX -> {
                if (!run.context().world().mailboxExists(id.text())) mailbox(id.text(), pin, run);
            }
            case CONFERENCE -> {
                // Rooms are made on first use, but only a configured one has a PIN.
                if (!run.context().world().roomExists(id.text()))
                    run.problems()
                            .warning(
                                    pin.position(),
                                    "F052",
                                    "the room \"%s\" does not exist on this server, so it has no PIN to ask for"
                                            .formatted(id.text()));
            }
        }
    }

    private static void mailbox(String number, Step step, CheckRun run) {
        run.problems()
                .warning(
                        step.position(),
                        "F051",
                        "the mailbox \"%s\" does not exist on this server".formatted(number));
    }

    private static void music(String name, Step step, CheckRun run) {
        if (!run.context().world().musicExists(name))
            run.problems()
                    .warning(
                            step.position(),
                            "F053",
                            "the music class \"%s\" does not exist on this server".formatted(name));
    }
}
