package dev.cairn.embedded.account;

import java.util.EnumSet;
import java.util.Set;

/** The privileges on one target. */
record Grant(GrantTarget target, Set<Privilege> privileges, boolean withGrantOption) {
    Grant {
        privileges = Set.copyOf(privileges);
    }

    Grant with(Set<Privilege> more) {
        EnumSet<Privilege> all = EnumSet.copyOf(more);
        all.addAll(privileges);
        return new Grant(target, all, withGrantOption);
    }

    Grant without(Set<Privilege> fewer) {
        Set<Privilege> left = EnumSet.noneOf(Privilege.class);
        left.addAll(privileges);
        left.removeAll(fewer);
        return new Grant(target, left, withGrantOption);
    }
}
