package antiphon.signaling.jain;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the SIP front end counts. Safe for any thread.
final class Counters {
    /// Methods that a peer can make up are counted together.
    private static final String OTHER = "other";

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final LongAdder[] responses = new LongAdder[7];
    final LongAdder untrusted = new LongAdder();
    final LongAdder shed = new LongAdder();
    final LongAdder oversize = new LongAdder();
    final LongAdder parseErrors = new LongAdder();
    final LongAdder stackErrors = new LongAdder();

    Counters() {
        for (int i = 0; i < responses.length; i++) responses[i] = new LongAdder();
        for (String method : Methods.KNOWN) requests.put(method, new LongAdder());
        requests.put(OTHER, new LongAdder());
    }

    void request(String method) {
        LongAdder adder = requests.get(Methods.KNOWN.contains(method) ? method : OTHER);
        if (adder != null) adder.increment();
    }

    /// @param status of a response that we sent
    void response(int status) {
        int group = status / 100;
        if (group > 0 && group < responses.length) responses[group].increment();
    }

    Map<String, Long> requests() {
        Map<String, Long> copy = new TreeMap<>();
        requests.forEach((method, adder) -> copy.put(method, adder.sum()));
        return copy;
    }

    Map<String, Long> responses() {
        Map<String, Long> copy = new TreeMap<>();
        for (int i = 1; i < responses.length; i++) copy.put(i + "xx", responses[i].sum());
        return copy;
    }
}
