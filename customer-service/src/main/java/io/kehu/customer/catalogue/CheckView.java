package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the caller may save a view as they want it: what it asks for, what it shows, and who shall see it. */
@Component
class CheckView {

    private final CustomFilters filters;
    private final CurrentCatalogue current;
    private final Staff staff;
    private final Teams teams;

    CheckView(CustomFilters filters, CurrentCatalogue current, Staff staff, Teams teams) {
        this.filters = filters;
        this.current = current;
        this.staff = staff;
        this.teams = teams;
    }

    /**
     * @param before the view as it is; null for a new one
     * @throws ProblemException 422 naming what does not work
     */
    void verify(SavedView.Settings settings, @Nullable SavedView before) {
        filters.restriction(settings.filters().custom(), false, "/filters/custom/");
        List<FieldProblem> faults = new ArrayList<>();
        addColumnFaults(settings, faults);
        addSharingFaults(settings, before, faults);
        if (!faults.isEmpty()) {
            throw new ProblemException(CustomerProblem.VIEW_INVALID, faults);
        }
    }

    private void addColumnFaults(SavedView.Settings settings, List<FieldProblem> faults) {
        Catalogue catalogue = current.get();
        for (int i = 0; i < settings.columns().size(); i++) {
            CustomField field = FieldNames.custom(settings.columns().get(i), catalogue);
            boolean hidden = field != null && field.sight(Caller.required()) == CustomField.Sight.NONE;
            if (hidden || !FieldNames.known(settings.columns().get(i), catalogue)) {
                faults.add(new FieldProblem("/columns/" + i, "custom-unknown"));
            }
        }
    }

    private void addSharingFaults(SavedView.Settings settings, @Nullable SavedView before, List<FieldProblem> faults) {
        String subject = Caller.required().originatingSubject();
        boolean sharedAsBefore = before != null
                && settings.sharing() == before.settings().sharing()
                && Objects.equals(settings.team(), before.settings().team());
        boolean foreign = before != null && !before.owner().equals(subject);
        if (foreign && !sharedAsBefore && settings.sharing() != SavedView.Sharing.PRIVATE) {
            faults.add(new FieldProblem("/sharing", "view-owner"));
        } else if (settings.sharing() == SavedView.Sharing.TEAM && !mayShareWith(settings.team(), subject)) {
            faults.add(new FieldProblem("/team", "view-team"));
        }
    }

    private boolean mayShareWith(@Nullable String team, String subject) {
        return team != null
                && staff.member(subject).teams().contains(team)
                && teams.closed(List.of(team)).isEmpty();
    }
}
