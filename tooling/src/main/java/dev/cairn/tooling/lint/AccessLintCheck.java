package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.PrivilegeDdl;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.privilege.ReadAccess;
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

/**
 * Checks the access that migrations give: their grants, and views that lose SECURITY INVOKER. With the setting
 * {@code lint.readable}, it also checks whether each object can be read by at least one role.
 */
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
                addAccessGains(lintedStatement, findings);
            }
        }
        if (findings.settings().isEnabled(LintSettings.READABLE)) {
            checkReadability(new ReadAccess(input.profile(), input.catalog()), input.catalog(), findings);
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

    private static void addAccessGains(LintedStatement lintedStatement, LintFindings findings) {
        lintedStatement.step().lints().stream()
                .filter(lint -> lint.rule() == LintRule.GAINS_ACCESS)
                .forEach(lint -> findings.add(LintRule.GAINS_ACCESS, lintedStatement.subject(), lint.message()));
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
        boolean includesAllDatabases = new PrivilegeDdl(
                        new ServerState(profile, lintedStatement.catalogBefore(), lintedStatement.session()))
                .resolveObjects(grant).stream().anyMatch(AccessLintCheck::coversAllDatabases);
        if (includesAllDatabases) {
            findings.add(
                    LintRule.ALL_DATABASES,
                    lintedStatement.subject(),
                    "gives " + grantee + " privileges on " + targetText
                            + ", including databases of others and future ones");
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

    /**
     * Finds views that had SECURITY INVOKER before the migration, and lose it with this statement. The statement either
     * changes the view, or creates it again after an earlier statement of the migration has dropped it.
     */
    private static void checkInvokerSecurity(
            LintedMigration migration, LintedStatement lintedStatement, LintFindings findings) {
        for (ObjectName name :
                ObjectName.findChangedNames(lintedStatement.catalogBefore(), lintedStatement.catalogAfter())) {
            boolean hadInvokerSecurity =
                    findSecurity(migration.catalogBefore(), name).equals(Optional.of(Security.INVOKER));
            boolean hasInvokerSecurity =
                    findSecurity(lintedStatement.catalogAfter(), name).orElse(Security.INVOKER) == Security.INVOKER;
            boolean isFirstWithoutIt =
                    findSecurity(lintedStatement.catalogBefore(), name).orElse(Security.INVOKER) == Security.INVOKER;
            if (hadInvokerSecurity && !hasInvokerSecurity && isFirstWithoutIt) {
                findings.add(
                        LintRule.SECURITY_NONE,
                        lintedStatement.subject(),
                        "whoever may read the view " + name.toSqlName(lintedStatement.session())
                                + " no longer needs privileges on what it reads");
            }
        }
    }

    /** Returns the security of a view; empty if there is no such view. */
    private static Optional<Security> findSecurity(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name)
                .filter(SchemaObject.ViewObject.class::isInstance)
                .map(object -> ((SchemaObject.ViewObject) object).view().security());
    }

    private static boolean grantsEverything(ChangePrivileges grant) {
        List<Privilege> kindPrivileges = grant.target().kind().privileges();
        // A single privilege is not "all", except IMPERSONATE on all users, which include root.
        boolean kindHasSeveralPrivileges =
                kindPrivileges.size() > 1 || grant.target().kind() == SecuredKind.USER;
        boolean hasEveryPrivilege = grant.privileges().contains(Privilege.ALL)
                || (kindHasSeveralPrivileges && grant.privileges().containsAll(kindPrivileges));
        return hasEveryPrivilege && includesEveryObject(grant.target());
    }

    private static boolean includesEveryObject(GrantTarget target) {
        return target instanceof GrantTarget.AllObjects
                || (target instanceof GrantTarget.NamedObjects namedObjects
                        && namedObjects.names().stream()
                                .anyMatch(name -> name.lastPart().text().equals(GrantTarget.NamedObjects.WILDCARD)));
    }

    private static void checkReadability(ReadAccess readAccess, Catalog catalog, LintFindings findings) {
        for (ObjectName name : SchemaObject.collectNames(catalog)) {
            if (readAccess.findReaderRoleNames(name.database(), name.name()).isEmpty()) {
                findings.add(
                        LintRule.UNREADABLE_OBJECT,
                        new LintSubject.SchemaPart(name, ""),
                        "no role of the schema may read " + name.name());
            }
        }
    }
}
