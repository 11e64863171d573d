package antiphon.ivr;

import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.CheckContext;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.flow.FlowChecker;
import antiphon.ivr.flow.FlowParser;
import antiphon.ivr.flow.ParsedFlow;
import antiphon.ivr.flow.Timing;
import antiphon.ivr.flow.WorldIndex;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.run.FlowRelease;
import antiphon.ivr.world.CataloguePrompts;
import antiphon.ivr.world.World;
import antiphon.ivr.yaml.Problem;
import antiphon.storage.FlowText;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The flows that calls run: those we ship, and in front of them those that administrators saved. A
/// flow with an error never gets here; the one before it stays. Safe for any thread: calls read one
/// immutable release, a change swaps it.
public final class FlowLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(FlowLibrary.class);

    /// One flow of the library.
    ///
    /// @param shipped false if an administrator saved it
    /// @param version counts an administrator's versions from 1; 0 for a shipped flow
    public record Entry(
            String name,
            Flow flow,
            String text,
            boolean shipped,
            int version,
            List<Problem> warnings) {}

    private final CheckContext context;
    private final CataloguePrompts prompts;
    private final FlowStore store;
    private final Map<String, Entry> shipped;
    private final Object changing = new Object();
    private volatile Map<String, Entry> entries;
    private volatile FlowRelease release;

    private FlowLibrary(PromptCatalogue catalogue, WorldIndex world, FlowStore store) {
        this.context =
                new CheckContext(
                        new CelExpressions(),
                        new CatalogueIndex(catalogue),
                        world,
                        Timing.SERVER_DEFAULT);
        this.prompts = new CataloguePrompts(catalogue);
        this.store = store;
        this.shipped = shippedEntries();
        this.entries = withStored();
        this.release = release(entries);
    }

    /// Loads the shipped flows, then the saved ones. A saved flow that has become wrong, because a
    /// prompt of it is gone for instance, is named in the log and left out.
    ///
    /// @throws antiphon.storage.StorageUnavailable if the database is down
    public static FlowLibrary open(PromptCatalogue catalogue, World world, FlowStore store) {
        return new FlowLibrary(catalogue, new LiveIndex(world), store);
    }

    /// The same where no server runs: to check flows and to test them.
    public static FlowLibrary open(PromptCatalogue catalogue, WorldIndex world, FlowStore store) {
        return new FlowLibrary(catalogue, world, store);
    }

    /// What a new call begins with.
    public FlowRelease current() {
        return release;
    }

    /// All flows, by name.
    public List<Entry> list() {
        return entries.values().stream().sorted(Comparator.comparing(Entry::name)).toList();
    }

    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /// Looks for problems, and changes nothing.
    public ParsedFlow check(String name, String text) {
        return checkFile("flows/" + name + ".yaml", text);
    }

    /// Looks for problems in a file, which names its flow, and changes nothing.
    public ParsedFlow checkFile(String path, String text) {
        return FlowParser.parse(path, text, context);
    }

    /// Checks it and all flows together, saves and lets new calls run it; with errors, also errors
    /// of others that it would cause, nothing changes.
    ///
    /// @return without a flow if it was refused
    /// @throws antiphon.storage.StorageUnavailable if the database is down
    public ParsedFlow put(String name, String text, String author) {
        ParsedFlow parsed = check(name, text);
        if (parsed.flow().isEmpty()) {
            return parsed;
        }
        Flow flow = parsed.flow().get();
        synchronized (changing) {
            List<Problem> together = together(entries, name, flow);
            List<Problem> problems =
                    Stream.concat(parsed.problems().stream(), together.stream()).toList();
            if (together.stream().anyMatch(Problem::isError)) {
                return new ParsedFlow(Optional.empty(), problems);
            }
            FlowText saved = store.save(name, text, author);
            Map<String, Entry> changed = new TreeMap<>(entries);
            changed.put(name, new Entry(name, flow, text, false, saved.version(), problems));
            swap(changed);
            return new ParsedFlow(Optional.of(flow), problems);
        }
    }

    /// What became of the wish to remove a flow.
    public sealed interface Removal {
        /// A shipped flow of that name is heard again.
        record Removed() implements Removal {}

        record NotFound() implements Removal {}

        /// Other flows need it: these places would be wrong.
        record InUse(List<Problem> problems) implements Removal {}
    }

    /// Forgets a saved flow.
    ///
    /// @throws antiphon.storage.StorageUnavailable if the database is down
    public Removal remove(String name) {
        synchronized (changing) {
            Entry present = entries.get(name);
            if (present == null || present.shipped()) {
                return new Removal.NotFound();
            }
            Map<String, Entry> changed = new TreeMap<>(entries);
            Entry below = shipped.get(name);
            if (below == null) {
                changed.remove(name);
            } else {
                changed.put(name, below);
            }
            List<Problem> errors = errors(FlowChecker.check(flows(changed), context));
            if (!errors.isEmpty()) {
                return new Removal.InUse(errors);
            }
            store.delete(name);
            swap(changed);
            return new Removal.Removed();
        }
    }

    private List<Problem> together(Map<String, Entry> present, String name, Flow flow) {
        Map<String, Flow> all = flows(present);
        all.put(name, flow);
        return FlowChecker.check(all, context);
    }

    private static List<Problem> errors(List<Problem> problems) {
        return problems.stream().filter(Problem::isError).toList();
    }

    private static Map<String, Flow> flows(Map<String, Entry> all) {
        Map<String, Flow> flows = new TreeMap<>();
        all.forEach((name, entry) -> flows.put(name, entry.flow()));
        return flows;
    }

    private void swap(Map<String, Entry> changed) {
        entries = Map.copyOf(changed);
        release = release(changed);
    }

    private FlowRelease release(Map<String, Entry> all) {
        return new FlowRelease(flows(all), prompts);
    }

    private Map<String, Entry> shippedEntries() {
        Map<String, Entry> all = new TreeMap<>();
        for (String name : ShippedFlows.NAMES) {
            String text = ShippedFlows.text(name);
            ParsedFlow parsed = check(name, text);
            // A fault here is a fault of the build: it stops the start.
            Flow flow =
                    parsed.flow()
                            .orElseThrow(
                                    () -> new IllegalStateException(parsed.problems().toString()));
            all.put(name, new Entry(name, flow, text, true, 0, parsed.problems()));
        }
        return all;
    }

    /// Adds what was saved, as long as there is something that fits: a flow may call another one
    /// that comes later in the list.
    private Map<String, Entry> withStored() {
        Map<String, Entry> all = new TreeMap<>(shipped);
        Map<FlowText, List<Problem>> left = new LinkedHashMap<>();
        store.latest().forEach(saved -> left.put(saved, List.of()));
        int before;
        do {
            before = left.size();
            for (FlowText saved : List.copyOf(left.keySet())) {
                List<Problem> problems = add(all, saved);
                if (errors(problems).isEmpty()) {
                    left.remove(saved);
                } else {
                    left.put(saved, problems);
                }
            }
        } while (left.size() < before);
        left.forEach((saved, problems) ->
                LOG.error("saved flow {} is left out: {}", saved.name(), errors(problems)));
        return all;
    }

    private List<Problem> add(Map<String, Entry> all, FlowText saved) {
        ParsedFlow parsed = check(saved.name(), saved.text());
        if (parsed.flow().isEmpty()) {
            return parsed.problems();
        }
        Flow flow = parsed.flow().get();
        List<Problem> together = together(all, saved.name(), flow);
        if (errors(together).isEmpty()) {
            Entry entry =
                    new Entry(
                            saved.name(),
                            flow,
                            saved.text(),
                            false,
                            saved.version(),
                            parsed.problems());
            all.put(saved.name(), entry);
        }
        return together;
    }
}
