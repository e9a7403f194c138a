package dev.cairn.processor.check;

import dev.cairn.processor.check.DeclaredSourceResolver.RequestedName;
import dev.cairn.processor.check.history.PreviousNameCheck;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reports records whose previous names form a cycle of identical objects, so that a plan never has to guess which of
 * two objects was renamed. {@link PreviousNameCheck} reports a previous name that is the record's own name, and one
 * that a record keeps while another record declares a new object with this name.
 */
final class RenamedMemberCheck {
    private final SchemaRoot root;
    private final Findings findings;

    RenamedMemberCheck(SchemaRoot root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    void check() {
        Map<RequestedName, Member> memberByName = new HashMap<>();
        for (Member member : root.members()) {
            memberByName.put(new RequestedName(databaseName(member), memberName(member)), member);
        }
        for (Member member : root.members()) {
            ObjectDeclaration declaration = member.declaration();
            PreviousName previousName = declaration.previousName();
            if (previousName != null && declaration.isFromSource()) {
                Findings objectFindings = new Findings();
                if (!previousName.name().equals(memberName(member))) {
                    RenameChain<Member> renameChain = createRenameChain(memberByName, databaseName(member));
                    if (renameChain.isCyclic(member) && !renameChain.mayHavePreviousName(member)) {
                        objectFindings.add(
                                CompileRule.RENAMED_FROM_PRESENT,
                                previousName.place(),
                                memberName(member),
                                previousName.name(),
                                renameChain.describeRemedy(member));
                    }
                }
                WarningSuppression.addUnsuppressedFindings(
                        objectFindings, declaration, root.allowedWarnings(), findings);
            }
        }
    }

    private static RenameChain<Member> createRenameChain(Map<RequestedName, Member> memberByName, String databaseName) {
        return new RenameChain<>(
                member -> RenameChain.findName(member.declaration().previousName()),
                name -> Optional.ofNullable(memberByName.get(new RequestedName(databaseName, name))),
                RenamedMemberCheck::renderContent);
    }

    /**
     * Renders the definition of a table or materialized view without its name. A view is replaced, never renamed.
     */
    private static String renderContent(Member member) {
        Statement statement = member.declaration().statement();
        QualifiedName commonName = QualifiedName.of("renamed");
        if (statement instanceof Statement.CreateTable table) {
            return Sql.render(table.withName(commonName));
        }
        return Sql.render(
                statement instanceof ViewStatement.CreateMaterializedView view ? view.withName(commonName) : statement);
    }

    private String databaseName(Member member) {
        return member.declaration().databaseName(root.name());
    }

    private static String memberName(Member member) {
        return member.declaration().name().lastPart().text();
    }
}
