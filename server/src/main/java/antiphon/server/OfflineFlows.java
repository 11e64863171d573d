package antiphon.server;

import antiphon.ivr.FlowLibrary;
import antiphon.ivr.FlowStore;
import antiphon.ivr.ShippedFlows;
import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.WorldIndex;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.simulation.FlowTests;
import antiphon.ivr.simulation.FlowTests.Report;
import antiphon.ivr.yaml.Problem;
import antiphon.server.settings.Settings;
import antiphon.storage.FlowText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Flows and prompts without a running server: to check them and to test them. Flows in files stand
/// in front of those that come with the server; those saved over the API are not seen.
final class OfflineFlows {
    private static final String FLOW = ".yaml";
    private static final String TEST = ".test.yaml";

    private final PromptCatalogue prompts;
    private final FlowLibrary library;
    private final List<Path> flows;
    private final List<Path> tests;

    /// @param paths flow files, test files, or folders with both
    /// @throws StartFailure if there is no such file
    OfflineFlows(Settings settings, List<Path> paths) {
        List<Path> files = paths.stream().flatMap(OfflineFlows::files).distinct().toList();
        tests = files.stream().filter(file -> name(file).endsWith(TEST)).toList();
        flows = files.stream().filter(file -> !tests.contains(file)).toList();
        // All at once, for they may call one another: a flow beside a test, or called by another
        // one,
        // is used before the one that we ship.
        var memory = new Memory();
        flows.forEach(file -> memory.save(flowName(file), leniently(file), "file"));
        prompts = PromptCatalogue.open(settings.stateDir());
        library = FlowLibrary.open(prompts, new Anything(settings.flowSettings()), memory);
    }

    /// What cannot be seen without a server is taken to be there.
    private record Anything(Map<String, String> settings) implements WorldIndex {
        @Override
        public boolean mailboxExists(String number) {
            return true;
        }

        @Override
        public boolean roomExists(String name) {
            return true;
        }

        @Override
        public boolean musicExists(String musicClass) {
            return true;
        }

        @Override
        public boolean settingExists(String name) {
            return settings.containsKey(name);
        }
    }

    /// Flows that live as long as this command.
    private static final class Memory implements FlowStore {
        private final Map<String, FlowText> texts = new TreeMap<>();

        @Override
        public List<FlowText> latest() {
            return List.copyOf(texts.values());
        }

        @Override
        public FlowText save(String name, String text, String author) {
            FlowText saved = new FlowText(name, 1, text, Instant.EPOCH);
            texts.put(name, saved);
            return saved;
        }

        @Override
        public boolean delete(String name) {
            return texts.remove(name) != null;
        }
    }

    private static Stream<Path> files(Path path) {
        if (!Files.isDirectory(path)) return Stream.of(path);
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> name(file).endsWith(FLOW)).sorted().toList().stream();
        } catch (IOException e) {
            throw new StartFailure(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String flowName(Path file) {
        String name = name(file);
        return name.endsWith(FLOW) ? name.substring(0, name.length() - FLOW.length()) : name;
    }

    /// What is wrong with these files, each alone and all together; warnings too.
    List<Problem> check() {
        Map<String, byte[]> texts = new TreeMap<>();
        flows.forEach(file -> texts.put(file.toString(), bytes(file)));
        return library.checkTogether(texts);
    }

    int fileCount() {
        return flows.size();
    }

    /// Uploaded prompts that are not what the server can play.
    List<String> brokenPrompts() {
        return prompts.leftOut().stream()
                .map(file -> file + ": no WAV of 16 bit, mono: upload the prompt again")
                .toList();
    }

    int promptCount() {
        return prompts.languages().stream().mapToInt(tag -> prompts.ids(tag).size()).sum();
    }

    int flowCount() {
        return library.list().size();
    }

    /// Runs the tests in the files; with no files at all those of the flows that we ship.
    ///
    /// @return by the name of the test file
    Map<String, Report> test() {
        var runner = new FlowTests(library.current(), new CelExpressions());
        Map<String, Report> reports = new TreeMap<>();
        for (Path file : tests) {
            reports.put(file.toString(), runner.run(file.toString(), text(file)));
        }
        if (!tests.isEmpty() || !flows.isEmpty()) return reports;
        for (FlowLibrary.Entry entry : library.list()) {
            ShippedFlows.tests(entry.name())
                    .ifPresent(text -> {
                        String name = "flows/" + entry.name() + TEST;
                        reports.put(name, runner.run(name, text));
                    });
        }
        return reports;
    }

    private static String text(Path file) {
        byte[] bytes = bytes(file);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new StartFailure(file + ":1:1: not UTF-8 text", e);
        }
    }

    /// Whatever is no UTF-8 is named by [#check].
    private static String leniently(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new StartFailure(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new StartFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
