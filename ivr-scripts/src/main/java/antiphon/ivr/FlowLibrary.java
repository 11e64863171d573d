package antiphon.ivr;

import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.CheckContext;
import antiphon.ivr.flow.Flow;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /// Checks, saves and lets new calls run it; with errors nothing changes.
    ///
    /// @throws antiphon.storage.StorageUnavailable if the database is down
    public ParsedFlow put(String name, String text, String author) {
        ParsedFlow parsed = check(name, text);
        if (parsed.flow().isEmpty()) {
            return parsed;
        }
        synchronized (changing) {
            FlowText saved = store.save(name, text, author);
            Entry entry =
                    new Entry(
                            name,
                            parsed.flow().get(),
                            text,
                            false,
                            saved.version(),
                            parsed.problems());
            Map<String, Entry> changed = new TreeMap<>(entries);
            changed.put(name, entry);
            swap(changed);
        }
        return parsed;
    }

    /// Forgets a saved flow; a shipped one of that name is heard again.
    ///
    /// @return false if nobody saved one of that name
    /// @throws antiphon.storage.StorageUnavailable if the database is down
    public boolean remove(String name) {
        synchronized (changing) {
            boolean deleted = store.delete(name);
            Map<String, Entry> changed = new TreeMap<>(entries);
            Entry below = shipped.get(name);
            if (below == null) {
                changed.remove(name);
            } else {
                changed.put(name, below);
            }
            swap(changed);
            return deleted;
        }
    }

    private void swap(Map<String, Entry> changed) {
        entries = Map.copyOf(changed);
        release = release(changed);
    }

    private FlowRelease release(Map<String, Entry> all) {
        Map<String, Flow> flows = new TreeMap<>();
        all.forEach((name, entry) -> flows.put(name, entry.flow()));
        return new FlowRelease(flows, prompts);
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

    private Map<String, Entry> withStored() {
        Map<String, Entry> all = new TreeMap<>(shipped);
        for (FlowText saved : store.latest()) {
            ParsedFlow parsed = check(saved.name(), saved.text());
            if (parsed.flow().isEmpty()) {
                LOG.error("saved flow {} is left out: {}", saved.name(), parsed.problems());
                continue;
            }
            all.put(
                    saved.name(),
                    new Entry(
                            saved.name(),
                            parsed.flow().get(),
                            saved.text(),
                            false,
                            saved.version(),
                            parsed.problems()));
        }
        return all;
    }
}
