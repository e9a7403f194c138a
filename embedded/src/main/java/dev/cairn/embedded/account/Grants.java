package dev.cairn.embedded.account;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All privileges of a user or a role. */
record Grants(List<Grant> all) {
    static final Grants NONE = new Grants(List.of());

    Grants {
        all = List.copyOf(all);
    }

    boolean allow(GrantTarget target, Privilege privilege) {
        return all.stream()
                .anyMatch(grant ->
                        grant.privileges().contains(privilege) && grant.target().covers(target));
    }

    boolean allowAny(GrantTarget target) {
        return all.stream()
                .anyMatch(
                        grant -> !grant.privileges().isEmpty() && grant.target().covers(target));
    }

    /** Returns whether there is any privilege on a database or on an object in it. */
    boolean allowAnyIn(long database) {
        return all.stream()
                .filter(grant ->
                        grant.target().kind().inDatabase() || grant.target().kind() == ObjectKind.DATABASE)
                .anyMatch(grant -> grant.target().database() == GrantTarget.ANY
                        || grant.target().database() == database);
    }

    Grants with(GrantTarget target, Set<Privilege> privileges, boolean withGrantOption) {
        List<Grant> more = new ArrayList<>();
        boolean merged = false;
        for (Grant grant : all) {
            boolean same = grant.target().equals(target) && grant.withGrantOption() == withGrantOption;
            more.add(same ? grant.with(privileges) : grant);
            merged |= same;
        }
        if (!merged) {
            more.add(new Grant(target, privileges, withGrantOption));
        }
        return new Grants(more);
    }

    /** Adds the same privileges on the copies of databases and objects. */
    Grants copying(Map<Long, Long> copies) {
        Grants copied = this;
        for (Grant grant : all) {
            GrantTarget target = grant.target();
            Long database = copies.get(target.database());
            if (database != null) {
                long object = target.object() == GrantTarget.ANY
                        ? GrantTarget.ANY
                        : copies.getOrDefault(target.object(), target.object());
                copied = copied.with(
                        GrantTarget.of(target.kind(), database, object), grant.privileges(), grant.withGrantOption());
            }
        }
        return copied;
    }

    Grants without(GrantTarget target, Set<Privilege> privileges) {
        return new Grants(all.stream()
                .map(grant -> grant.target().equals(target) ? grant.without(privileges) : grant)
                .filter(grant -> !grant.privileges().isEmpty())
                .toList());
    }

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
}
