package io.kehu.customer.identity;

import io.kehu.customer.customer.CustomerNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What becomes of numbers when customers turn out to be one. Failures of identity-service are passed on to whoever tries again. */
@Component
public class NumberLives {

    private final GuardedIdentity client;

    NumberLives(GuardedIdentity client) {
        this.client = client;
    }

    /** @param mergedInto the number that stands for its customer instead */
    public record Life(String state, @Nullable String mergedInto) {

        public boolean isActive() {
            return state.equals("ACTIVE");
        }

        public boolean isMergedInto(CustomerNumber survivor) {
            return state.equals("MERGED") && survivor.value().equals(mergedInto);
        }
    }

    public Life life(CustomerNumber number) {
        IdentityClient.Life life = client.life(number.value());
        return new Life(life.state(), life.mergedInto());
    }

    /** Repeating it changes nothing. @return false when identity-service refuses it for good */
    public boolean merge(CustomerNumber loser, CustomerNumber survivor) {
        try {
            client.merge(new IdentityClient.Merge(loser.value(), survivor.value()));
            return true;
        } catch (IdentityRefusedException e) {
            return false;
        }
    }

    /** For a number that is merged. */
    public void unmerge(CustomerNumber loser) {
        client.unmerge(new IdentityClient.Unmerge(loser.value()));
    }
}
