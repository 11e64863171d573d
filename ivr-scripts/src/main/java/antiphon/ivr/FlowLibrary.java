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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
///
/// A prompt that a flow needs is not removed. Where one is gone all the same, because files are
/// missing for instance, the flow stays, and calls hear of the technical problem at that place.
public final class FlowLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(FlowLibrary.class);

    /// One flow of the library.
    ///
    /// @param shipped false if an administrator saved it
    /// @param version counts an administrator's versions from 1; 0 for a shipped flow
    /// @param problems warnings, and prompts that are gone
    public record Entry(
            String name,
            Flow flow,
            String text,
            boolean shipped,
            int version,
            List<Problem> problems) {}

    private final PromptCatalogue catalogue;
    private final CheckContext context;
    private final CataloguePrompts prompts;
    private final FlowStore store;
    private final Map<String, Entry> shipped;
    private final Object changing = new Object();
    private final Map<String, List<Problem>> leftOut = new TreeMap<>();
    private volatile Map<String, Entry> entries;
    private volatile FlowRelease release;

    private FlowLibrary(PromptCatalogue catalogue, WorldIndex world, FlowStore store) {
        this.catalogue = catalogue;
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

    /// Loads the shipped flows, then the saved ones. A saved flow that has become wrong is named in
    /// the log and left out; one that lacks no more than prompts is named and stays.
    ///
    /// @throws antiphon.storage.StorageUnavailable if the database is down
    public static FlowLibrary open(PromptCatalogue catalogue, World world, FlowStore store) {
        FlowLibrary library = new FlowLibrary(catalogue, new LiveIndex(world), store);
        library.leftOut.forEach(
                (name, problems) -> LOG.error("saved flow {} is left out: {}", name, problems));
        for (Entry entry : library.list()) {
            List<Problem> errors = errors(entry.problems());
            if (!errors.isEmpty()) {
                LOG.error("saved flow {} lacks prompts: {}", entry.name(), errors);
            }
        }
        return library;
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
        return FlowParser.parse(path(name), text, context);
    }

    private static String path(String name) {
        return "flows/" + name + ".yaml";
    }

    /// Looks for problems in files, which name their flows, as if all were saved at once; changes
    /// nothing.
    ///
    /// @param files by path
    public List<Problem> checkTogether(Map<String, byte[]> files) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Flow> all = flows(entries);
        boolean readable = true;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            ParsedFlow parsed = FlowParser.parse(file.getKey(), file.getValue(), context);
            problems.addAll(parsed.problems());
            parsed.flow().ifPresent(flow -> all.put(flow.name(), flow));
            readable &= parsed.flow().isPresent();
        }
        if (readable) { // else flows would be said not to exist that only cannot be read
            problems.addAll(FlowChecker.check(all, context));
        }
        return problems;
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
            together.removeAll(knownOfOthers(name));
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
            List<Problem> errors =
                    new ArrayList<>(errors(FlowChecker.check(flows(changed), context)));
            errors.removeAll(knownOfOthers(name));
            if (!errors.isEmpty()) {
                return new Removal.InUse(errors);
            }
            store.delete(name);
            swap(changed);
            return new Removal.Removed();
        }
    }

    /// Removes an uploaded prompt, unless flows would lack it.
    ///
    /// @return the places that need it; none: it is gone
    public List<Problem> removePrompt(String language, String id) throws IOException {
        synchronized (changing) {
            List<Problem> needed =
                    catalogue.comesBack(language, id) ? List.of() : placesOf(language, id);
            if (needed.isEmpty()) {
                catalogue.remove(language, id);
            }
            return needed;
        }
    }

    private List<Problem> placesOf(String language, String id) {
        CheckContext without = context.with(PromptsBut.without(context.prompts(), language, id));
        List<Problem> places = new ArrayList<>(missingPrompts(entries, without));
        places.removeAll(missingPrompts(entries, context));
        return places;
    }

    private static List<Problem> missingPrompts(Map<String, Entry> all, CheckContext with) {
        List<Problem> problems = new ArrayList<>();
        for (Entry entry : new TreeMap<>(all).values()) {
            problems.addAll(FlowParser.parse(path(entry.name()), entry.text(), with).problems());
        }
        problems.addAll(FlowChecker.check(flows(all), with));
        problems.removeIf(problem -> !FlowChecker.isMissingPrompt(problem));
        return problems;
    }

    /// Looks again at flows that lack prompts: one has been uploaded.
    public void promptUploaded() {
        synchronized (changing) {
            Map<String, Entry> changed = new TreeMap<>(entries);
            nameMissingPrompts(changed);
            entries = Map.copyOf(changed);
        }
    }

    private void nameMissingPrompts(Map<String, Entry> all) {
        List<Problem> missing = missingPrompts(all, context);
        all.replaceAll((_, entry) -> lacking(entry, missing));
    }

    private static Entry lacking(Entry entry, List<Problem> missing) {
        List<Problem> problems = new ArrayList<>(entry.problems());
        problems.removeIf(FlowChecker::isMissingPrompt);
        missing.stream()
                .filter(problem -> problem.position().file().equals(path(entry.name())))
                .forEach(problems::add);
        return new Entry(
                entry.name(),
                entry.flow(),
                entry.text(),
                entry.shipped(),
                entry.version(),
                List.copyOf(problems));
    }

    private List<Problem> together(Map<String, Entry> present, String name, Flow flow) {
        Map<String, Flow> all = flows(present);
        all.put(name, flow);
        return new ArrayList<>(FlowChecker.check(all, context));
    }

    /// What was wrong with other flows before: a change is not refused for it.
    private List<Problem> knownOfOthers(String changed) {
        return FlowChecker.check(flows(entries), context).stream()
                .filter(problem -> !problem.position().file().equals(path(changed)))
                .toList();
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
        List<FlowText> left = new ArrayList<>(store.latest());
        int before;
        do {
            before = left.size();
            left.removeIf(saved -> added(all, saved));
        } while (left.size() < before);
        nameMissingPrompts(all);
        return all;
    }

    /// @return false if it has errors beyond missing prompts
    private boolean added(Map<String, Entry> all, FlowText saved) {
        String name = saved.name();
        ParsedFlow parsed = check(name, saved.text());
        List<Problem> problems = new ArrayList<>(parsed.problems());
        Optional<Flow> flow = withoutItsPrompts(saved);
        if (flow.isPresent()) {
            problems.addAll(together(all, name, flow.get()));
        }
        List<Problem> errors = errors(problems);
        if (flow.isEmpty() || !errors.stream().allMatch(FlowChecker::isMissingPrompt)) {
            leftOut.put(name, errors);
            return false;
        }
        leftOut.remove(name);
        all.put(
                name,
                new Entry(
                        name, flow.get(), saved.text(), false, saved.version(), parsed.problems()));
        return true;
    }

    /// The flow, whether its prompts exist or not.
    private Optional<Flow> withoutItsPrompts(FlowText saved) {
        CheckContext lenient = context.with(PromptsBut.all(context.prompts()));
        return FlowParser.parse(path(saved.name()), saved.text(), lenient).flow();
    }
}
