package io.kehu.customer.relation;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.ProblemType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Ties two customers together, or says why that makes no sense. What two callers do at once the database decides in the same words. */
@Component
class RelateCustomers {

    private static final Map<String, CustomerProblem> BY_CONSTRAINT = Map.of(
            "relation_once", CustomerProblem.RELATION_EXISTS,
            "relation_one_referrer", CustomerProblem.RELATION_EXISTS,
            "relation_no_circle", CustomerProblem.RELATION_CIRCLE);

    private final Relations relations;
    private final Customers customers;

    RelateCustomers(Relations relations, Customers customers) {
        this.relations = relations;
        this.customers = customers;
    }

    /**
     * In the caller's transaction, which must roll back when this fails.
     *
     * @throws ProblemException 404, 409 or 422
     */
    void relate(Relation relation) {
        Map<CustomerNumber, Customer> ends = customers.find(List.of(relation.from(), relation.to()));
        check(ends.get(relation.from()), relation.type().isFromPerson());
        check(ends.get(relation.to()), relation.type().isToPerson());
        if (relations.exists(relation)
                || relation.type() == RelationType.REFERRER && relations.hasReferrer(relation.from())) {
            throw new ProblemException(CustomerProblem.RELATION_EXISTS);
        }
        if (relation.type().isChain() && relations.wouldClose(relation)) {
            throw new ProblemException(CustomerProblem.RELATION_CIRCLE);
        }
        try {
            relations.insert(relation);
        } catch (DataIntegrityViolationException e) {
            ProblemType problem = problem(e);
            if (problem == null) {
                throw e;
            }
            throw new ProblemException(problem);
        }
    }

    private static void check(@Nullable Customer end, boolean mustBePerson) {
        if (end == null) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
        if (end.status() != Customer.Status.ACTIVE) {
            throw invalid("/number", "not-active");
        }
        if (mustBePerson && end.draft().kind() != CustomerDraft.Kind.PERSON) {
            throw invalid("/type", "persons-only");
        }
    }

    private static ProblemException invalid(String pointer, String code) {
        return new ProblemException(CustomerProblem.CUSTOMER_VALUES_INVALID, List.of(new FieldProblem(pointer, code)));
    }

    private static @Nullable ProblemType problem(DataIntegrityViolationException violation) {
        ServerErrorMessage refusal =
                violation.getRootCause() instanceof PSQLException cause ? cause.getServerErrorMessage() : null;
        String constraint = refusal == null ? null : refusal.getConstraint();
        return constraint == null ? null : BY_CONSTRAINT.get(constraint);
    }
}
