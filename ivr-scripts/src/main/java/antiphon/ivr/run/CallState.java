package antiphon.ivr.run;

import antiphon.ivr.turn.Listener;
import antiphon.ivr.world.Speech;
import antiphon.ivr.world.World;
import antiphon.signaling.Call;
import antiphon.signaling.HangUpCause;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all flows of one call share: the call and its world, language, keys pressed, limits used.
/// Owned by the call's thread.
final class CallState {
    /// Why the flow is in an error handler.
    record Failure(String name, String node, String detail) {}

    private final Call call;
    private final World world;
    private final FlowRelease release;
    private final RunLimits limits;
    private final Trace trace;
    private final Listener listener;
    private final Speech speech;
    private final Instant started;
    private final long startNanos;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Path> recordings = new HashMap<>();

    private String language;
    private String pressed = "";
    private String pinRole = "";
    private String cause = "";
    private @Nullable Failure failure;
    private int stepsDone;
    private long pausedNanos;

    CallState(
            Call call,
            World world,
            FlowRelease release,
            RunLimits limits,
            Trace trace,
            String language) {
        this.call = call;
        this.world = world;
        this.release = release;
        this.limits = limits;
        this.trace = trace;
        this.language = language;
        this.listener = new Listener(call);
        this.speech = new Speech(release.prompts(), world, this::language, this::languageOfFlow);
        this.started = call.now();
        this.startNanos = call.nanoTime();
    }

    Call call() {
        return call;
    }

    World world() {
        return world;
    }

    FlowRelease release() {
        return release;
    }

    Trace trace() {
        return trace;
    }

    Listener listener() {
        return listener;
    }

    Speech speech() {
        return speech;
    }

    Instant started() {
        return started;
    }

    String language() {
        return language;
    }

    void speakIn(String tag) {
        language = tag;
    }

    private String languageOfFlow() {
        Frame frame = frames.peek();
        return frame == null ? language : frame.flow().languages().getFirst();
    }

    /// The flow that runs now.
    Frame frame() {
        return frames.element();
    }

    /// From the one that runs now to the one the call began with.
    Deque<Frame> frames() {
        return frames;
    }

    void push(Frame frame) {
        if (frames.size() == limits.depth()) {
            throw new FlowError(
                    "error.limit.depth", "more than " + limits.depth() + " flows call each other");
        }
        frames.push(frame);
    }

    void pop() {
        frames.pop();
    }

    String pressed() {
        return pressed;
    }

    void pressed(String digits) {
        pressed = digits;
    }

    String pinRole() {
        return pinRole;
    }

    void pinRole(String role) {
        pinRole = role;
    }

    /// Why the call ended, as `caller_bye`; empty while it goes on.
    String cause() {
        return cause;
    }

    void ended(HangUpCause why) {
        cause = why.name().toLowerCase(Locale.ROOT);
    }

    @Nullable Failure failure() {
        return failure;
    }

    void failed(FlowError error) {
        failure = new Failure(error.name(), frame().place().node(), error.detail());
    }

    /// The file of a recording of this call, or null.
    @Nullable Path recording(String reference) {
        return recordings.get(reference);
    }

    /// @return its reference
    String keepRecording(Path file) {
        String reference = "recording-" + (recordings.size() + 1);
        recordings.put(reference, file);
        return reference;
    }

    Iterable<Path> recordings() {
        return recordings.values();
    }

    /// Counts one step, or one more question of a step.
    ///
    /// @throws FlowError when the call has used up its steps or its time
    void countStep() {
        if (++stepsDone > limits.steps()) {
            throw new FlowError(
                            "error.limit.steps",
                            "more than " + limits.steps() + " steps in one call")
                    .beyondFlows();
        }
        long used = call.nanoTime() - startNanos - pausedNanos;
        if (used > limits.time().toNanos()) {
            throw new FlowError("error.limit.time", "longer than " + limits.time()).beyondFlows();
        }
    }

    void countVisit(Frame frame) {
        String node = frame.place().node();
        trace.entered(frame.flow().name(), node);
        if (frame.visit(node, listener.keysPressed()) > limits.visits()) {
            throw new FlowError(
                    "error.limit.loop",
                    "node "
                            + node
                            + " entered more than "
                            + limits.visits()
                            + " times without a key");
        }
    }

    /// Time in conferences and music does not count.
    void paused(long fromNanos) {
        pausedNanos += call.nanoTime() - fromNanos;
    }
}
