package dev.cairn.sql.write;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.Target;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import java.util.List;

/** Writes statements about roles and privileges. */
public final class AccessWriter {
    private final SqlTextBuilder out;

    public AccessWriter(SqlTextBuilder out) {
        this.out = out;
    }

    void write(AccessStatement statement) {
        if (statement instanceof AccessStatement.CreateRole create) {
            out.put("CREATE ROLE ").put(create.ifNotExists(), "IF NOT EXISTS ");
            names(create.roles());
            if (create.comment() != null) {
                out.put(" ").comment(create.comment());
            }
        } else if (statement instanceof AccessStatement.AlterRole alter) {
            out.put("ALTER ROLE ").put(alter.ifExists(), "IF EXISTS ");
            names(alter.roles());
            out.put(" SET COMMENT = ").text(QuotingContext.COMMENT, alter.comment());
        } else if (statement instanceof AccessStatement.DropRole drop) {
            out.put("DROP ROLE ").put(drop.ifExists(), "IF EXISTS ");
            names(drop.roles());
        } else if (statement instanceof ChangePrivileges change) {
            out.put(change.direction().name()).put(" ");
            out.list(change.privileges(), ", ", (Privilege privilege) -> out.put(privilege.sql()));
            out.put(" ON ");
            target(change.target());
            toOrFrom(change.direction());
            grantee(change.grantee());
            out.put(change.withGrantOption(), " WITH GRANT OPTION");
        } else if (statement instanceof ChangeRoles change) {
            out.put(change.direction().name()).put(" ");
            names(change.roles());
            toOrFrom(change.direction());
            grantee(change.grantee());
        } else if (statement instanceof AccessStatement.SetDefaultRole set) {
            out.put("SET DEFAULT ROLE ");
            if (set.selection() == RoleSelection.LISTED) {
                names(set.roles());
            } else {
                out.put(set.selection().name());
            }
            out.put(" TO ");
            user(set.user());
        }
    }

    private void toOrFrom(Direction direction) {
        out.put(direction == Direction.GRANT ? " TO " : " FROM ");
    }

    private void names(List<Name> names) {
        out.list(names, ", ", out::nameOrText);
    }

    /** Writes a part of the name of an object, which may be a star or a placeholder. */
    private void part(Name name) {
        if (!name.isQuoted() && (name.text().equals(Target.Named.ALL) || Placeholder.isWhole(name.text()))) {
            out.put(name.text());
        } else {
            out.nameOrText(name);
        }
    }

    /** Writes the objects of a GRANT: {@code TABLE `shop`.`orders`}. */
    public void target(Target target) {
        if (target instanceof Target.SystemTarget) {
            out.put(target.kind().sql());
        } else if (target instanceof Target.Named named) {
            out.put(named.kind().sql()).put(" ");
            out.list(named.names(), ", ", name -> out.list(name.parts(), ".", this::part));
        } else if (target instanceof Target.All all) {
            out.put("ALL ").put(all.kind().plural()).put(all.inAllDatabases(), " IN ALL DATABASES");
            if (all.database() != null) {
                out.put(" IN DATABASE ");
                part(all.database());
            }
        } else if (target instanceof Target.Functions functions) {
            out.put(functions.kind().sql()).put(" ");
            out.list(functions.functions(), ", ", this::function);
        } else if (target instanceof Target.Users users) {
            out.put("USER ").list(users.users(), ", ", this::user);
        }
    }

    private void function(AccessStatement.Function function) {
        TypeWriter types = new TypeWriter(out);
        out.list(function.name().parts(), ".", out::nameOrText).put("(");
        out.list(function.arguments(), ", ", types::column);
        out.put(function.variadic(), ", ...").put(")");
    }

    private void grantee(Grantee grantee) {
        if (grantee instanceof Grantee.RoleGrantee role) {
            out.put("ROLE ");
            out.nameOrText(role.name());
        } else if (grantee instanceof Grantee.GroupGrantee group) {
            out.put("EXTERNAL GROUP ");
            out.nameOrText(group.name());
        } else if (grantee instanceof Grantee.UserGrantee user) {
            out.put("USER ");
            user(user.user());
        }
    }

    private void user(UserReference user) {
        if (user instanceof UserReference.Named named) {
            out.nameOrText(named.name());
            out.put("@").put(named.domain(), "[");
            out.nameOrText(named.host());
            out.put(named.domain(), "]");
        } else if (user instanceof UserReference.PlaceholderUser later) {
            out.put(later.placeholder().toString());
        }
    }
}
