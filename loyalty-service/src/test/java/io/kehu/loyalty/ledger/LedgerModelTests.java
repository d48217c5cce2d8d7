package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.ServiceTest;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeTry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

/** Whatever is booked in whatever order, with jumps of time and crashes in between, the ledger is what a simple model says. */
@ServiceTest
class LedgerModelTests {

    private static final int PEOPLE = 2;
    private static final int STEPS = 50;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @BeforeTry
    void startTheService() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void theLedgerIsWhatTheModelSays(@ForAll("steps") List<Step> steps) {
        World world = new World(context, PEOPLE, 0);
        for (Step step : steps) {
            world.take(step);
            world.compare();
        }
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
        world.end();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.listsOf(EnumSet.complementOf(EnumSet.of(Step.Kind.MERGE, Step.Kind.UNDO)), STEPS);
    }
}
