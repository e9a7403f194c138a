package dev.cairn.processor.check;

import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.OldName;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Root.Member;
import java.util.HashSet;
import java.util.Set;

/** The old name of an object is no object's name now. */
final class MemberNames {
    private final Root root;
    private final Findings findings;

    MemberNames(Root root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    void check() {
        Set<SchemaSources.Asked> names = new HashSet<>();
        for (Member member : root.members()) {
            names.add(new SchemaSources.Asked(database(member), name(member)));
        }
        for (Member member : root.members()) {
            Declaration declaration = member.declaration();
            OldName before = declaration.renamedFrom();
            if (before != null && declaration.source()) {
                Findings found = new Findings();
                if (before.name().equals(name(member))) {
                    found.add(Code.RENAMED_FROM_ITSELF, before.place(), name(member));
                } else if (names.contains(new SchemaSources.Asked(database(member), before.name()))) {
                    found.add(Code.RENAMED_FROM_PRESENT, before.place(), name(member), before.name());
                }
                Silence.keep(found, declaration, root.allowed(), findings);
            }
        }
    }

    private String database(Member member) {
        return StandIn.database(member.declaration().statement(), root.name());
    }

    private static String name(Member member) {
        return StandIn.name(member.declaration().statement()).last().text();
    }
}
