package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.PrivilegeDdl;
import dev.cairn.engine.context.ServerState;
import dev.cairn.plan.access.BuiltInRoleGrants;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.List;
import java.util.Optional;

/** Checks which privileges migrations grant, and whether some role may read each object. */
final class AccessLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            for (LintedStatement lintedStatement : migration.statements()) {
                lintedStatement
                        .statement()
                        .ifPresent(parsedStatement ->
                                checkStatement(input.profile(), lintedStatement, parsedStatement, findings));
                checkInvokerSecurity(migration, lintedStatement, findings);
                lintedStatement.step().lints().stream()
                        .filter(lint -> lint.rule() == LintRule.GAINS_ACCESS)
                        .forEach(
                                lint -> findings.add(LintRule.GAINS_ACCESS, lintedStatement.subject(), lint.message()));
            }
        }
        if (findings.settings().isEnabled(LintSettings.READABLE)) {
            checkReadability(input.catalog(), findings);
        }
    }

    private static void checkStatement(
            ServerProfile profile, LintedStatement lintedStatement, Statement statement, LintFindings findings) {
        if (statement instanceof ChangePrivileges grant && grant.direction() == Direction.GRANT) {
            checkGrant(profile, lintedStatement, grant, findings);
        }
        BuiltInRoleGrants.describe(statement)
                .forEach(finding -> findings.add(LintRule.BUILT_IN_ROLE, lintedStatement.subject(), finding));
    }

    private static void checkGrant(
            ServerProfile profile, LintedStatement lintedStatement, ChangePrivileges grant, LintFindings findings) {
        String targetText = Sql.render(grant.target()).replace("`", "");
        String grantee = grant.grantee().description();
        if (grantsEverything(grant)) {
            findings.add(
                    LintRule.ALL_PRIVILEGES,
                    lintedStatement.subject(),
                    "gives " + grantee + " all privileges on " + targetText);
        }
        boolean coversAllDatabases = new PrivilegeDdl(
                        new ServerState(profile, lintedStatement.catalogBefore(), lintedStatement.session()))
                .resolveObjects(grant).stream().anyMatch(AccessLintCheck::coversAllDatabases);
        if (coversAllDatabases) {
            findings.add(
                    LintRule.ALL_DATABASES,
                    lintedStatement.subject(),
                    "gives " + grantee + " privileges on " + targetText
                            + ", in the databases of others and in later ones");
        }
        if (grant.grantee() instanceof Grantee.RoleGrantee roleGrantee
                && roleGrantee.name().text().equals(Role.PUBLIC)) {
            findings.add(
                    LintRule.BUILT_IN_ROLE,
                    lintedStatement.subject(),
                    "gives every user of the server privileges on " + targetText + ": all users have the role public");
        }
        if (grant.hasGrantOption()) {
            findings.add(
                    LintRule.GRANT_OPTION,
                    lintedStatement.subject(),
                    "lets " + grantee + " grant privileges on " + targetText + " to anyone");
        }
    }

    private static boolean coversAllDatabases(SecuredObject object) {
        return object.isForAllObjects()
                && (object.kind() == SecuredKind.DATABASE
                        || (object.kind().naming() == SecuredKind.Naming.IN_DATABASE && object.database() == null));
    }

    /** Finds views that had SECURITY INVOKER before the migration, and lose it with this statement. */
    private static void checkInvokerSecurity(
            LintedMigration migration, LintedStatement lintedStatement, LintFindings findings) {
        for (ObjectName name :
                ObjectName.findChangedNames(lintedStatement.catalogBefore(), lintedStatement.catalogAfter())) {
            boolean losesInvokerSecurity =
                    findInvokerSecurity(migration.catalogBefore(), name).orElse(false)
                            && !findInvokerSecurity(lintedStatement.catalogAfter(), name)
                                    .orElse(true)
                            && findInvokerSecurity(lintedStatement.catalogBefore(), name)
                                    .orElse(true);
            if (losesInvokerSecurity) {
                findings.add(
                        LintRule.SECURITY_NONE,
                        lintedStatement.subject(),
                        "whoever may read the view " + name.toSqlName(lintedStatement.session())
                                + " no longer needs privileges on what it reads");
            }
        }
    }

    /** Returns whether a view has SECURITY INVOKER; empty if there is no such view. */
    private static Optional<Boolean> findInvokerSecurity(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name)
                .filter(SchemaObject.ViewObject.class::isInstance)
                .map(object -> ((SchemaObject.ViewObject) object).view().security() == Security.INVOKER);
    }

    private static boolean grantsEverything(ChangePrivileges grant) {
        List<Privilege> kindPrivileges = grant.target().kind().privileges();
        boolean countsAsAllPrivileges =
                // IMPERSONATE on all users includes root
                kindPrivileges.size() > 1 || grant.target().kind() == SecuredKind.USER;
        boolean hasEveryPrivilege = grant.privileges().contains(Privilege.ALL)
                || (countsAsAllPrivileges && grant.privileges().containsAll(kindPrivileges));
        return hasEveryPrivilege && includesEveryObject(grant.target());
    }

    private static boolean includesEveryObject(GrantTarget target) {
        return target instanceof GrantTarget.AllObjects
                || (target instanceof GrantTarget.NamedObjects namedObjects
                        && namedObjects.names().stream()
                                .anyMatch(name -> name.lastPart().text().equals(GrantTarget.NamedObjects.WILDCARD)));
    }

    private static void checkReadability(Catalog catalog, LintFindings findings) {
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            if (!isReadable(
                    catalog, SchemaObject.find(catalog, name).orElseThrow().toSecuredObject(name))) {
                findings.add(
                        LintRule.UNREADABLE_OBJECT,
                        new LintSubject.SchemaPart(name, ""),
                        "no role of the schema may read " + name.name());
            }
        }
    }

    private static boolean isReadable(Catalog catalog, SecuredObject object) {
        for (Role role : catalog.roles().values()) {
            if (catalog.roleHasPrivilege(role.name(), Privilege.SELECT, object)) {
                return true;
            }
        }
        return false;
    }
}
