package antiphon.server.http;

import antiphon.ivr.prompt.MusicCatalogue;
import antiphon.ivr.prompt.PromptRefused;
import antiphon.media.AudioClip;
import antiphon.server.audio.AudioImport.Loudness;
import antiphon.server.audio.ImportedAudio;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Music on hold: classes and the tracks that they play in turn.
final class MusicRoutes implements Routes {
    private static final String ALL = "/api/v1/moh";
    private static final String TRACK = ALL + "/{class}/{track}";

    private final MusicCatalogue music;
    private final Uploads uploads;

    MusicRoutes(MusicCatalogue music, Uploads uploads) {
        this.music = music;
        this.uploads = uploads;
    }

    /// @param warnings about an upload, in words
    record View(String name, List<TrackView> tracks, List<String> warnings) {}

    /// @param uploaded false: it came with the server
    record TrackView(String name, long durationMillis, boolean uploaded) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                ALL,
                context ->
                        context.json(
                                music.classes().stream()
                                        .map(name -> view(name, List.of()))
                                        .toList()));
        routes.put(TRACK, this::put);
        routes.get(TRACK + "/audio", this::audio);
        routes.delete(TRACK, this::delete);
    }

    private View view(String musicClass, List<String> warnings) {
        List<String> uploaded = music.uploadedTracks(musicClass);
        return new View(
                musicClass,
                music.tracks(musicClass).stream().map(clip -> track(clip, uploaded)).toList(),
                warnings);
    }

    private static TrackView track(AudioClip clip, List<String> uploaded) {
        String name = clip.name().substring(clip.name().lastIndexOf('/') + 1);
        return new TrackView(name, clip.durationMillis(), uploaded.contains(name));
    }

    private void put(Context context) throws IOException {
        String musicClass = context.pathParam("class");
        String track = context.pathParam("track");
        try (ImportedAudio audio = uploads.receive(context, track, Loudness.AS_PROMPTS)) {
            music.put(musicClass, track, audio.wav());
            context.json(view(musicClass, audio.warnings()));
        } catch (PromptRefused e) {
            throw new ProblemException(Problem.of(422, String.valueOf(e.getMessage())));
        }
    }

    private void audio(Context context) throws IOException {
        try (InputStream wav =
                music.openAudio(context.pathParam("class"), context.pathParam("track"))
                        .orElseThrow(() -> unknown(context))) {
            AudioFile.answer(context, wav.readAllBytes());
        }
    }

    private void delete(Context context) throws IOException {
        try {
            if (music.remove(context.pathParam("class"), context.pathParam("track"))) {
                context.status(204);
                return;
            }
        } catch (PromptRefused _) {
            // No such name can be there.
        }
        throw unknown(context);
    }

    private static ProblemException unknown(Context context) {
        return Problem.notFound(
                "uploaded track " + context.pathParam("class") + "/" + context.pathParam("track"));
    }
}
