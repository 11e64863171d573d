package antiphon.ivr.run;

import antiphon.ivr.expression.Functions;
import antiphon.ivr.expression.Scope;
import antiphon.ivr.expression.Value;
import antiphon.signaling.CallRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the expressions of a flow see. Owned by the call's thread.
final class CallScope implements Scope {
    /// Headers a flow may read, besides `X-…`: none that authenticate, none that route.
    private static final Set<String> HEADERS_ALLOWED =
            Set.of(
                    "accept-language",
                    "alert-info",
                    "call-info",
                    "diversion",
                    "from",
                    "history-info",
                    "organization",
                    "p-asserted-identity",
                    "priority",
                    "subject",
                    "to",
                    "user-agent");

    private final CallState state;
    private @Nullable String overlaidName;
    private @Nullable Value overlaid;

    CallScope(CallState state) {
        this.state = state;
    }

    /// Shows `valid` the value a variable would get.
    CallScope with(String name, Value value) {
        CallScope scope = new CallScope(state);
        scope.overlaidName = name;
        scope.overlaid = value;
        return scope;
    }

    @Override
    public @Nullable Value value(String name) {
        if (name.equals(overlaidName)) {
            return overlaid;
        }
        CallRequest request = state.call().request();
        return switch (name) {
            case "pressed" -> new Value.Text(state.pressed());
            case "pin.role" -> new Value.Text(state.pinRole());
            case "call.id" -> new Value.Text(state.call().id());
            case "call.from" -> new Value.Text(request.callerNumber());
            case "call.to" -> new Value.Text(request.calledNumber());
            case "call.name" -> text(request.callerName());
            case "call.started" -> new Value.Moment(state.started());
            case "call.language" -> new Value.Text(state.language());
            case "call.cause" -> new Value.Text(state.cause());
            case "call.headers" -> headers(request);
            case "now" -> new Value.Moment(state.call().now());
            case "error.name", "error.node", "error.detail" -> failure(name);
            default -> state.frame().variable(name);
        };
    }

    @Override
    public Functions functions() {
        return state.world();
    }

    private @Nullable Value failure(String name) {
        CallState.Failure failure = state.failure();
        if (failure == null) {
            return null;
        }
        return new Value.Text(
                switch (name) {
                    case "error.name" -> failure.name();
                    case "error.node" -> failure.node();
                    default -> failure.detail();
                });
    }

    private static Value headers(CallRequest request) {
        Map<String, String> allowed = new HashMap<>();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            boolean readable =
                    header.getKey().startsWith("x-") || HEADERS_ALLOWED.contains(header.getKey());
            if (readable && !header.getValue().isEmpty()) {
                allowed.put(header.getKey(), header.getValue().getFirst());
            }
        }
        return new Value.Texts(allowed);
    }

    private static Value text(@Nullable String text) {
        return new Value.Text(text == null ? "" : text);
    }
}
