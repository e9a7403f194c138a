package dev.cairn.tooling.lint.effect;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.HeldPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import dev.cairn.tooling.lint.LintedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the roles of a schema may no longer do because of a statement, and who no longer has them. What a later statement of the
 * migration gives back, and what an object keeps that gets another name, is not lost.
 */
record AccessChange(LintedMigration migration, LintedStatement statement) {
    private static final List<SecuredKind> OBJECTS =
            List.of(SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW);

    List<String> losses() {
        List<String> losses = new ArrayList<>();
        Catalog now = statement.after();
        for (Role role : statement.before().roles().values()) {
            Role after = now.role(role.name()).orElse(null);
            if (after == null) {
                losses.add("the role " + role.name() + ", with all that it may do" + holders(role));
                continue;
            }
            if (!changesNames()) {
                lost(role, after)
                        .forEach((object, privileges) ->
                                losses.add(role.name() + " loses " + privileges + " on " + object));
            }
            for (String parent : role.parents()) {
                if (!after.parents().contains(parent) && now.role(parent).isPresent()) {
                    losses.add(role.name() + " loses what the role " + parent + " may do");
                }
            }
            role.members().stream()
                    .filter(member -> !after.members().contains(member))
                    .forEach(member -> losses.add(member + " loses the role " + role.name()));
        }
        return losses;
    }

    /** RENAME and SWAP carry privileges along. */
    private boolean changesNames() {
        Statement changed = statement.step().action().statement();
        return changed != null && !changed.otherNames().isEmpty();
    }

    private String holders(Role role) {
        List<String> holders = new ArrayList<>();
        role.members().forEach(member -> holders.add(member.toString()));
        for (Role other : statement.before().roles().values()) {
            if (other.parents().contains(role.name())) {
                holders.add("ROLE " + other.name());
            }
        }
        return holders.isEmpty() ? "" : ": granted to " + String.join(", ", holders);
    }

    /** The lost privileges by object; the objects of a rebuild have them only for a while. */
    private Map<String, String> lost(Role role, Role after) {
        HeldPrivileges end =
                migration.after().role(role.name()).map(Role::privileges).orElse(HeldPrivileges.NONE);
        return role.privileges().all().stream()
                .filter(held -> !after.privileges().has(held.object(), held.privilege()))
                .filter(held -> held.object().name() == null
                        || !StagingName.isStaging(held.object().name()))
                .filter(held -> successors(held.object()).noneMatch(object -> end.has(object, held.privilege())))
                .collect(Collectors.groupingBy(
                        held -> StagingName.plain(held.object().toString()),
                        TreeMap::new,
                        Collectors.mapping(held -> held.privilege().sql(), Collectors.joining(", "))));
    }

    /** The objects that may have the place of an object after the migration: those of its name, and those that get its grants. */
    private Stream<SecuredObject> successors(SecuredObject object) {
        String database = object.database();
        String name = object.name();
        if (database == null || name == null || !OBJECTS.contains(object.kind())) {
            return Stream.of(object);
        }
        List<String> names = new ArrayList<>(List.of(name));
        for (LintedStatement other : migration.statements()) {
            other.step()
                    .action()
                    .transfer()
                    .filter(transfer -> other.step().action().givesGrants())
                    .filter(transfer ->
                            transfer.from().equals(name) || transfer.from().equals(database + "." + name))
                    .ifPresent(transfer ->
                            names.add(transfer.to().substring(transfer.to().indexOf('.') + 1)));
        }
        return names.stream().flatMap(each -> OBJECTS.stream().map(kind -> new SecuredObject(kind, database, each)));
    }
}
