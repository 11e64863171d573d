package antiphon.server;

import antiphon.ivr.CallApplication;
import antiphon.ivr.FlowLibrary;
import antiphon.ivr.FlowStore;
import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.ParsedFlow;
import antiphon.ivr.flow.WorldIndex;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.simulation.FlowTests;
import antiphon.ivr.simulation.FlowTests.Report;
import antiphon.server.settings.Settings;
import antiphon.storage.FlowText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        prompts = PromptCatalogue.open(settings.stateDir());
        library = FlowLibrary.open(prompts, new Anything(settings.flowSettings()), new Memory());
        List<Path> files = paths.stream().flatMap(OfflineFlows::files).distinct().toList();
        tests = files.stream().filter(file -> name(file).endsWith(TEST)).toList();
        flows = files.stream().filter(file -> !tests.contains(file)).toList();
        flows.forEach(this::take);
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

    /// A flow beside a test, or called by another one, is used before the one that we ship.
    private void take(Path file) {
        String name = name(file);
        library.put(name.substring(0, name.length() - FLOW.length()), text(file), "file");
    }

    /// What is wrong with these files, by file; warnings too.
    Map<Path, ParsedFlow> check() {
        Map<Path, ParsedFlow> checked = new TreeMap<>();
        for (Path file : flows) checked.put(file, library.checkFile(file.toString(), text(file)));
        return checked;
    }

    /// Uploaded prompts that are not what the server can play.
    List<String> brokenPrompts(Path stateFolder) throws IOException {
        Path folder = stateFolder.resolve("prompts");
        if (!Files.isDirectory(folder)) return List.of();
        List<String> broken = new ArrayList<>();
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path file : inside.filter(f -> name(f).endsWith(".wav")).sorted().toList()) {
                Path relative = folder.relativize(file);
                String language = relative.getName(0).toString();
                String id = relative.toString().substring(language.length() + 1);
                id = id.substring(0, id.length() - ".wav".length());
                if (!prompts.languages().contains(language)
                        || !prompts.ids(language).contains(id)) {
                    broken.add(file + ": no WAV of 16 bit, mono: upload the prompt again");
                }
            }
        }
        return broken;
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
            String name = "flows/" + entry.name() + TEST;
            shipped(name).ifPresent(text -> reports.put(name, runner.run(name, text)));
        }
        return reports;
    }

    private static Optional<String> shipped(String name) {
        try (InputStream in = CallApplication.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartFailure(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new StartFailure(file + ": there is no such file", e);
        } catch (MalformedInputException e) {
            throw new StartFailure(file + ":1:1: not UTF-8 text", e);
        } catch (IOException e) {
            throw new StartFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
