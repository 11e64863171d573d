package antiphon.ivr.expression;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A caller of 25 minutes past nine with an account number; box 1001 has three messages.
final class FakeScope implements Scope, Functions {
    static final Types TYPES =
            Types.of(
                    Map.of(
                            "account", Type.TEXT,
                            "score", Type.NUMBER,
                            "done", Type.BOOL,
                            "comment", Type.RECORDING,
                            "card", Type.SECRET));

    private final Map<String, Value> values = new HashMap<>();
    int lookups;

    FakeScope() {
        values.put("account", new Value.Text("4111111111111111"));
        values.put("score", new Value.Whole(4));
        values.put("done", new Value.Bool(true));
        values.put("comment", Value.Recording.NONE);
        values.put("card", new Value.Secret("79927398713"));
        values.put("now", new Value.Moment(Instant.parse("2026-11-24T09:25:00Z")));
        values.put("call.started", new Value.Moment(Instant.parse("2026-11-24T09:00:00Z")));
        values.put("call.headers", new Value.Texts(Map.of("x-priority", "1")));
    }

    @Override
    public @Nullable Value value(String name) {
        return values.get(name);
    }

    @Override
    public Functions functions() {
        return this;
    }

    @Override
    public boolean mailboxExists(String number) {
        lookups++;
        return number.equals("1001");
    }

    @Override
    public long mailboxMessages(String number) {
        lookups++;
        return number.equals("1001") ? 3 : 0;
    }

    @Override
    public boolean roomExists(String name) {
        if (name.equals("broken")) throw new IllegalStateException("rooms are away");
        return name.equals("lobby");
    }

    @Override
    public long roomMembers(String name) {
        return name.equals("lobby") ? 2 : 0;
    }

    @Override
    public boolean roomAnnouncesNames(String name) {
        return false;
    }

    @Override
    public @Nullable String setting(String name) {
        return name.equals("domain") ? "example.com" : null;
    }
}
