package dev.cairn.random;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
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
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.stream.Stream;

/** Creates random statements about roles and privileges. */
final class RandomAccess {
    private static final SecuredKind[] KINDS_WITH_NAMES = Stream.of(SecuredKind.values())
            .filter(kind -> kind != SecuredKind.SYSTEM
                    && kind != SecuredKind.USER
                    && kind != SecuredKind.FUNCTION
                    && kind != SecuredKind.GLOBAL_FUNCTION)
            .toArray(SecuredKind[]::new);
    private static final SecuredKind[] KINDS_WITH_PLURAL = Stream.of(SecuredKind.values())
            .filter(kind -> kind != SecuredKind.SYSTEM)
            .toArray(SecuredKind[]::new);

    private final Dice dice;
    private final RandomTexts texts;
    private final RandomTypes types;

    RandomAccess(Dice dice, RandomTexts texts) {
        this.dice = dice;
        this.texts = texts;
        this.types = new RandomTypes(dice);
    }

    Statement statement() {
        return dice.pickFrom(
                () -> new AccessStatement.CreateRole(dice.coin(), names(), dice.orNull(texts::text), Span.NONE),
                () -> new AccessStatement.AlterRole(dice.coin(), names(), texts.text(), Span.NONE),
                () -> new AccessStatement.DropRole(dice.coin(), names(), Span.NONE),
                this::changePrivileges,
                this::changePrivileges,
                this::changeRoles,
                this::setDefaultRole);
    }

    private Statement changePrivileges() {
        boolean isImpersonation = dice.oneIn(5);
        Direction direction = dice.pick(Direction.values());
        return new ChangePrivileges(
                direction,
                isImpersonation ? List.of(Privilege.IMPERSONATE) : dice.list(1, () -> dice.pick(Privilege.values())),
                isImpersonation ? new GrantTarget.ImpersonatedUsers(dice.list(1, this::user)) : target(),
                grantee(),
                direction == Direction.GRANT && dice.coin(),
                Span.NONE);
    }

    private GrantTarget target() {
        return dice.pickFrom(
                GrantTarget.SystemTarget::new,
                () -> new GrantTarget.NamedObjects(dice.pick(KINDS_WITH_NAMES), dice.list(1, this::object)),
                () -> new GrantTarget.AllObjects(dice.pick(KINDS_WITH_PLURAL), null, dice.coin()),
                () -> new GrantTarget.AllObjects(dice.pick(KINDS_WITH_PLURAL), name(), false),
                () -> new GrantTarget.NamedFunctions(
                        dice.pick(SecuredKind.FUNCTION, SecuredKind.GLOBAL_FUNCTION), dice.list(1, this::function)));
    }

    private QualifiedName object() {
        List<Name> parts = dice.coin() ? List.of(objectNamePart()) : List.of(objectNamePart(), objectNamePart());
        return new QualifiedName(parts);
    }

    private Name objectNamePart() {
        return dice.oneIn(6) ? Name.ofUnquoted(GrantTarget.NamedObjects.WILDCARD, Span.NONE) : name();
    }

    private AccessStatement.GrantedFunction function() {
        List<Name> parts = dice.coin() ? List.of(texts.name()) : List.of(texts.name(), texts.name());
        var arguments = dice.maybeList(types::type);
        return new AccessStatement.GrantedFunction(
                new QualifiedName(parts), arguments, !arguments.isEmpty() && dice.coin());
    }

    private Statement changeRoles() {
        Grantee grantee = dice.oneIn(4) ? new Grantee.GroupGrantee(name()) : grantee();
        return new ChangeRoles(dice.pick(Direction.values()), names(), grantee, Span.NONE);
    }

    private Statement setDefaultRole() {
        RoleSelection selection = dice.pick(RoleSelection.values());
        List<Name> roles = selection == RoleSelection.LISTED ? names() : List.of();
        return new AccessStatement.SetDefaultRole(selection, roles, user(), Span.NONE);
    }

    private Grantee grantee() {
        return dice.coin() ? new Grantee.RoleGrantee(name()) : new Grantee.UserGrantee(user());
    }

    private UserReference user() {
        return dice.pickFrom(
                () -> new UserReference.NamedUser(name(), name(), dice.coin()),
                () -> UserReference.NamedUser.of(name()),
                () -> new UserReference.PlaceholderUser(new Placeholder("u", dice.orNull(() -> "x@10.%"))));
    }

    private List<Name> names() {
        return dice.list(1, this::name);
    }

    private Name name() {
        return dice.oneIn(3) ? texts.textName() : texts.name();
    }
}
