package dev.cairn.engine.access;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for roles and privileges. */
public enum AccessRule implements RefusalRule {
    ROLE_EXISTS("Operation CREATE ROLE failed for %s : role already exists"),
    ROLE_TO_DROP_NOT_FOUND("Operation DROP ROLE failed for %s : role not exists"),
    ROLE_TO_ALTER_NOT_FOUND("%s doesn't exist"),
    ROLE_NOT_FOUND("%s: cannot find role %s!"),
    ROLE_TO_ALTER_IMMUTABLE("%s is immutable"),
    ROLE_TO_GRANT_IMMUTABLE("failed to grant: role %s is not mutable!"),
    ROLE_NOT_DROPPABLE("role %s cannot be dropped!"),
    ROLE_CYCLE("failed to grant role: role %s is already a predecessor role of %s"),
    ROLE_DEPTH_EXCEEDED("failed to grant role: role inheritance depth for %s is %s > %s"),
    PUBLIC_GRANTED("failed to %s role: the role PUBLIC can't be granted or revoked: every user and role has role PUBLIC"
            + " implicitly granted."),
    PRIVILEGE_OF_OTHER_KIND("Cannot grant or revoke %s on '%s' type object"),
    PRIVILEGE_OF_BUILT_IN_ROLE(
            "Operation not permitted, '%s' cannot be granted to user or role directly, use built-in role instead"),
    DATABASE_TO_GRANT_NOT_FOUND("cannot find db: %s"),
    OBJECT_TO_GRANT_NOT_FOUND("cannot find %s %s in db %s"),
    OBJECT_NAME_FORMAT("Invalid grant statement with error privilege object [%s]"),
    NO_SUCH_GRANT("There is no such grant defined on %s");

    private final String template;

    AccessRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
