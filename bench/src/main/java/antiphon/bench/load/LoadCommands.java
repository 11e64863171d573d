package antiphon.bench.load;

import antiphon.bench.load.Shares.Service;
import antiphon.bench.sound.Sound;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The verbs that put load on a server.
@Command(
        name = "antiphon bench",
        mixinStandardHelpOptions = true,
        version = "antiphon bench 0.1.0",
        description =
                "Puts load on a running server and says what callers got for it, and what it cost.",
        synopsisSubcommandLabel = "VERB")
public final class LoadCommands {
    private static final int DEPOSIT_HZ = 440;

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Set-up only: INVITE, 200, ACK, BYE, at --rate for --seconds,"
                            + " from the first second on.")
    int calls(
            @Mixin LoadOptions options,
            @Option(
                            names = "--user",
                            defaultValue = "echo",
                            paramLabel = "USER",
                            description = "Whom to call (default: ${DEFAULT-VALUE}).")
                    String user)
            throws InterruptedException, IOException {
        options.check();
        return options.report("calls", new SetupRun(options).run(options.target().formatted(user)));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Conferences in which each talker says a tone of its own;"
                            + " checks who hears whom at which level.")
    int rooms(
            @Mixin LoadOptions options,
            @Option(
                            names = "--size",
                            defaultValue = "3",
                            paramLabel = "N",
                            description = "Members of a room (default: ${DEFAULT-VALUE}).")
                    int size,
            @Option(
                            names = "--talkers",
                            paramLabel = "N",
                            defaultValue = "150",
                            description =
                                    "How many members of each room talk, at most 150 (default: all).")
                    int talkers)
            throws InterruptedException, IOException {
        options.check();
        if (size < 2 || talkers < 1 || talkers > 150) {
            throw options.wrong(
                    "--size %d --talkers %d: allowed are 2 or more, and 1 to 150"
                            .formatted(size, talkers));
        }
        return run(
                options, "rooms", rooms(options, options.calls(), size, Math.min(talkers, size)));
    }

    @Command(mixinStandardHelpOptions = true, description = "Listeners of music on hold.")
    int music(
            @Mixin LoadOptions options,
            @Option(
                            names = "--user",
                            defaultValue = "moh",
                            paramLabel = "USER",
                            description = "Whom to call (default: ${DEFAULT-VALUE}).")
                    String user)
            throws InterruptedException, IOException {
        options.check();
        return run(options, "music", listeners(options, "music", user, options.calls(), true));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Listeners of a flow's prompts; they call again when the flow" + " hangs up.")
    int prompt(
            @Mixin LoadOptions options,
            @Option(
                            names = "--user",
                            defaultValue = "ivr-main",
                            paramLabel = "USER",
                            description = "Whom to call (default: ${DEFAULT-VALUE}).")
                    String user)
            throws InterruptedException, IOException {
        options.check();
        return run(options, "prompt", listeners(options, "prompt", user, options.calls(), false));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Callers that leave a message, again and again.")
    int deposits(@Mixin LoadOptions options, @Mixin DepositOptions deposit)
            throws InterruptedException, IOException {
        options.check();
        return run(options, "deposits", deposits(options, options.calls(), deposit));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Rooms of three, music and deposits at once.")
    int mixed(
            @Mixin LoadOptions options,
            @Mixin DepositOptions deposit,
            @Option(
                            names = "--share",
                            defaultValue = "rooms=60,music=25,deposits=15",
                            paramLabel = "S=PERCENT,…",
                            description =
                                    "Who does what (default: ${DEFAULT-VALUE}; also prompt, echo).")
                    String share,
            @Option(
                            names = "--seed",
                            defaultValue = "1",
                            paramLabel = "N",
                            description =
                                    "Order in which callers come (default: ${DEFAULT-VALUE}).")
                    long seed)
            throws InterruptedException, IOException {
        options.check();
        Shares shares;
        try {
            shares = Shares.parse(share);
        } catch (IllegalArgumentException e) {
            throw options.wrong("--share " + e.getMessage());
        }
        int all = options.calls();
        List<Plan> plans =
                new ArrayList<>(rooms(options, shares.calls(Service.ROOMS, all) / 3 * 3, 3, 3));
        plans.addAll(
                listeners(options, "prompt", "ivr-main", shares.calls(Service.PROMPT, all), false));
        plans.addAll(listeners(options, "echo", "echo", shares.calls(Service.ECHO, all), false));
        plans.addAll(deposits(options, shares.calls(Service.DEPOSITS, all), deposit));
        plans.addAll(
                listeners(
                        options,
                        "music",
                        "moh",
                        all - plans.size(),
                        true)); // what rounding left over
        Collections.shuffle(plans, new Random(seed));
        return run(options, "mixed", plans);
    }

    static final class DepositOptions {
        @Option(
                names = "--boxes",
                defaultValue = "10",
                paramLabel = "N",
                description = "Mailboxes to spread over: 9000 and up (default: ${DEFAULT-VALUE}).")
        private int boxes;

        @Option(
                names = "--message-seconds",
                defaultValue = "20",
                paramLabel = "N",
                description = "Length of each deposit call (default: ${DEFAULT-VALUE}).")
        private int messageSeconds;
    }

    private static List<Plan> rooms(LoadOptions options, int calls, int size, int talkers) {
        String prefix = "bench" + ProcessHandle.current().pid() + "x";
        return Rooms.plans(options.target(), calls, size, talkers, prefix);
    }

    private static List<Plan> listeners(
            LoadOptions options, String service, String user, int calls, boolean steady) {
        return Collections.nCopies(
                calls, Plan.listener(service, options.target().formatted(user), steady));
    }

    private static List<Plan> deposits(LoadOptions options, int calls, DepositOptions deposit)
            throws IOException, InterruptedException {
        if (deposit.boxes < 1 || deposit.boxes > 1_000 || deposit.messageSeconds < 1) {
            throw options.wrong(
                    "--boxes %d --message-seconds %d: allowed are 1 to 1000, and 1 or more"
                            .formatted(deposit.boxes, deposit.messageSeconds));
        }
        Admin admin = options.admin();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String box = Integer.toString(9_000 + i % deposit.boxes);
            if (admin != null && i < deposit.boxes) {
                admin.makeMailbox(box);
            }
            plans.add(
                    new Plan(
                            "deposits",
                            options.target().formatted("vm-" + box),
                            Sound.tone(DEPOSIT_HZ),
                            Duration.ofSeconds(deposit.messageSeconds),
                            -1,
                            0,
                            0,
                            false));
        }
        return plans;
    }

    private static int run(LoadOptions options, String verb, List<Plan> plans)
            throws InterruptedException, IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("verb", verb);
        figures.putAll(new LoadRun(options).run(plans));
        return options.report(verb, figures);
    }
}
