package dev.cairn.sql.write;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import java.util.List;

/**
 * Writes statements about roles and privileges. Their clauses have the order in which the server prints them, so a
 * written statement equals the shown one.
 */
public final class AccessWriter {
    private final SqlTextBuilder out;

    public AccessWriter(SqlTextBuilder out) {
        this.out = out;
    }

    void write(AccessStatement statement) {
        if (statement instanceof AccessStatement.CreateRole createStatement) {
            out.append("CREATE ROLE ").appendIf(createStatement.ifNotExists(), "IF NOT EXISTS ");
            writeNames(createStatement.roles());
            if (createStatement.comment() != null) {
                out.append(" ").appendComment(createStatement.comment());
            }
        } else if (statement instanceof AccessStatement.AlterRole alterStatement) {
            out.append("ALTER ROLE ").appendIf(alterStatement.ifExists(), "IF EXISTS ");
            writeNames(alterStatement.roles());
            out.append(" SET COMMENT = ").appendText(QuotingContext.COMMENT, alterStatement.comment());
        } else if (statement instanceof AccessStatement.DropRole dropStatement) {
            out.append("DROP ROLE ").appendIf(dropStatement.ifExists(), "IF EXISTS ");
            writeNames(dropStatement.roles());
        } else if (statement instanceof ChangePrivileges changeStatement) {
            out.append(changeStatement.direction().name()).append(" ");
            out.appendList(changeStatement.privileges(), ", ", (Privilege privilege) -> out.append(privilege.sql()));
            out.append(" ON ");
            writeTarget(changeStatement.target());
            writePreposition(changeStatement.direction());
            writeGrantee(changeStatement.grantee());
            out.appendIf(changeStatement.hasGrantOption(), " WITH GRANT OPTION");
        } else if (statement instanceof ChangeRoles changeStatement) {
            out.append(changeStatement.direction().name()).append(" ");
            writeNames(changeStatement.roles());
            writePreposition(changeStatement.direction());
            writeGrantee(changeStatement.grantee());
        } else if (statement instanceof AccessStatement.SetDefaultRole setStatement) {
            out.append("SET DEFAULT ROLE ");
            if (setStatement.selection() == RoleSelection.LISTED) {
                writeNames(setStatement.roles());
            } else {
                out.append(setStatement.selection().name());
            }
            out.append(" TO ");
            writeUser(setStatement.user());
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void writePreposition(Direction direction) {
        out.append(direction == Direction.GRANT ? " TO " : " FROM ");
    }

    private void writeNames(List<Name> names) {
        out.appendList(names, ", ", out::appendNameOrText);
    }

    /** Writes a part of the name of an object; an asterisk or a placeholder is written without quotes. */
    private void writeNamePart(Name name) {
        if (!name.isQuoted()
                && (name.text().equals(GrantTarget.NamedObjects.WILDCARD) || Placeholder.isPlaceholder(name.text()))) {
            out.append(name.text());
        } else {
            out.appendNameOrText(name);
        }
    }

    /** Writes the objects of a GRANT: {@code TABLE `shop`.`orders`}. */
    public void writeTarget(GrantTarget target) {
        if (target instanceof GrantTarget.SystemTarget) {
            out.append(target.kind().sql());
        } else if (target instanceof GrantTarget.NamedObjects namedObjects) {
            out.append(namedObjects.kind().sql()).append(" ");
            out.appendList(namedObjects.names(), ", ", name -> out.appendList(name.parts(), ".", this::writeNamePart));
        } else if (target instanceof GrantTarget.AllObjects allObjects) {
            out.append("ALL ")
                    .append(allObjects.kind().plural())
                    .appendIf(allObjects.isInAllDatabases(), " IN ALL DATABASES");
            if (allObjects.database() != null) {
                out.append(" IN DATABASE ");
                writeNamePart(allObjects.database());
            }
        } else if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            out.append(namedFunctions.kind().sql()).append(" ");
            out.appendList(namedFunctions.functions(), ", ", this::writeFunction);
        } else if (target instanceof GrantTarget.ImpersonatedUsers impersonatedUsers) {
            out.append("USER ").appendList(impersonatedUsers.users(), ", ", this::writeUser);
        } else {
            throw new IllegalArgumentException("Unknown target of GRANT: " + target);
        }
    }

    private void writeFunction(AccessStatement.GrantedFunction function) {
        TypeWriter typeWriter = new TypeWriter(out);
        out.appendList(function.name().parts(), ".", out::appendNameOrText).append("(");
        out.appendList(function.argumentTypes(), ", ", typeWriter::writeColumnType);
        out.appendIf(function.isVariadic(), ", ...").append(")");
    }

    private void writeGrantee(Grantee grantee) {
        if (grantee instanceof Grantee.RoleGrantee roleGrantee) {
            out.append("ROLE ");
            out.appendNameOrText(roleGrantee.name());
        } else if (grantee instanceof Grantee.GroupGrantee groupGrantee) {
            out.append("EXTERNAL GROUP ");
            out.appendNameOrText(groupGrantee.name());
        } else if (grantee instanceof Grantee.UserGrantee userGrantee) {
            out.append("USER ");
            writeUser(userGrantee.user());
        } else {
            throw new IllegalArgumentException("Unknown grantee: " + grantee);
        }
    }

    private void writeUser(UserReference user) {
        if (user instanceof UserReference.NamedUser namedUser) {
            out.appendNameOrText(namedUser.name());
            out.append("@").appendIf(namedUser.isDomain(), "[");
            out.appendNameOrText(namedUser.host());
            out.appendIf(namedUser.isDomain(), "]");
        } else if (user instanceof UserReference.PlaceholderUser placeholderUser) {
            out.append(placeholderUser.placeholder().toString());
        } else {
            throw new IllegalArgumentException("Unknown user: " + user);
        }
    }
}
