package dev.cairn.processor.check;

import dev.cairn.processor.check.rule.RenameChain;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Root.Member;
import dev.cairn.sql.Sql;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The old name of an object is no object's name now. */
final class RenamedMembers {
    private final Root root;
    private final Findings findings;

    RenamedMembers(Root root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    void check() {
        Map<SchemaSources.Asked, Member> holders = new HashMap<>();
        for (Member member : root.members()) {
            holders.put(new SchemaSources.Asked(database(member), name(member)), member);
        }
        for (Member member : root.members()) {
            Declaration declaration = member.declaration();
            OldName before = declaration.renamedFrom();
            if (before != null && declaration.source()) {
                Findings found = new Findings();
                if (before.name().equals(name(member))) {
                    found.add(FindingCode.RENAMED_FROM_ITSELF, before.place(), name(member));
                } else if (!names(holders, database(member)).canBe(member)) {
                    found.add(FindingCode.RENAMED_FROM_PRESENT, before.place(), name(member), before.name());
                }
                WarningSuppression.keep(found, declaration, root.allowed(), findings);
            }
        }
    }

    private static RenameChain<Member> names(Map<SchemaSources.Asked, Member> holders, String database) {
        return new RenameChain<>(
                member -> RenameChain.text(member.declaration().renamedFrom()),
                name -> Optional.ofNullable(holders.get(new SchemaSources.Asked(database, name))),
                member -> Sql.render(member.declaration().statement()).replace("`" + name(member) + "`", ""));
    }

    private String database(Member member) {
        return ObjectStub.database(member.declaration().statement(), root.name());
    }

    private static String name(Member member) {
        return ObjectStub.name(member.declaration().statement()).last().text();
    }
}
