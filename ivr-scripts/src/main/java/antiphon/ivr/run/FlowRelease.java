package antiphon.ivr.run;

import antiphon.ivr.flow.Flow;
import antiphon.ivr.world.PromptSource;
import java.util.Map;
import java.util.Optional;

/// Flows and prompts that belong together. A call keeps the release it began with. Immutable.
public record FlowRelease(Map<String, Flow> flows, PromptSource prompts) {
    public FlowRelease {
        flows = Map.copyOf(flows);
    }

    public Optional<Flow> flow(String name) {
        return Optional.ofNullable(flows.get(name));
    }
}
