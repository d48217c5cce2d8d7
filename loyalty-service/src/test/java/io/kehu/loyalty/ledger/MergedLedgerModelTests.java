package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.ServiceTest;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
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

/**
 * Members are merged and unmerged in the middle of whatever happens to their points: with holds that are open, points that wait, debts, and
 * spendings that are given back later. The ledger is what a simple model says, and each number gets back what is left of its lots.
 */
@ServiceTest
class MergedLedgerModelTests {

    private static final int PEOPLE = 3;
    private static final int STEPS = 70;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @BeforeTry
    void startTheService() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void mergedAndUnmergedTheLedgerIsWhatTheModelSays(
            @ForAll("steps") List<Step> steps, @ForAll("graceDays") int graceDays) {
        World world = new World(context, PEOPLE, graceDays);
        for (Step step : steps) {
            world.take(step);
            world.compare();
        }
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
        world.end();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.listsOf(EnumSet.allOf(Step.Kind.class), STEPS);
    }

    @Provide
    Arbitrary<Integer> graceDays() {
        return Arbitraries.of(0, 3);
    }
}
