package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.DraftParser;
import io.kehu.customer.customer.DraftParser.RawBirthDate;
import io.kehu.customer.customer.DraftParser.RawDraft;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads bodies into drafts, or says which values are wrong. */
@Component
public class DraftReader {

    private final DraftParser parser;

    DraftReader(DraftParser parser) {
        this.parser = parser;
    }

    /** @throws ProblemException 422 with a pointer and code for each wrong value */
    public CustomerDraft read(CustomerBody body) {
        List<ContactPointBody> points = body.contactPoints() == null ? List.of() : body.contactPoints();
        DraftParser.Result result = parser.parse(new RawDraft(
                body.kind(),
                body.fullName(),
                new RawBirthDate(
                        body.birthDate(),
                        Boolean.TRUE.equals(body.birthDateLunar()),
                        Boolean.TRUE.equals(body.birthDateLeapMonth())),
                ParticularsBody.raw(body.particulars()),
                body.language(),
                body.stage(),
                points.stream().map(ContactPointBody::raw).toList()));
        if (!result.faults().isEmpty()) {
            throw new ProblemException(
                    CustomerProblem.CUSTOMER_VALUES_INVALID,
                    result.faults().stream()
                            .map(fault -> new FieldProblem("/" + fault.field().replace('.', '/'), fault.code()))
                            .toList());
        }
        return result.draft();
    }
}
