package dev.cairn.sql.parse;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.RoleSelection;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements about roles and privileges, in the notation of a user and in the notation of SHOW GRANTS, which
 * prints some names without quotes. A method that returns null has not moved the cursor: the statement is about another
 * object.
 */
final class AccessParser {
    private static final Map<Keyword, RoleSelection> ROLE_SELECTION_BY_KEYWORD =
            Keyword.indexByKeyword(new RoleSelection[] {RoleSelection.ALL, RoleSelection.NONE});

    private static final List<Wording<Privilege>> PRIVILEGE_WORDINGS = Wording.of(Privilege.values(), Privilege::sql);

    private static final List<Wording<SecuredKind>> KIND_WORDINGS = Wording.of(
            Stream.of(SecuredKind.values()).filter(AccessParser::hasPlainNames).toArray(SecuredKind[]::new),
            SecuredKind::sql);
    private static final List<Wording<SecuredKind>> PLURAL_KIND_WORDINGS = Wording.of(
            Stream.of(SecuredKind.values())
                    .filter(kind -> kind != SecuredKind.SYSTEM)
                    .toArray(SecuredKind[]::new),
            SecuredKind::plural);

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;

    AccessParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
    }

    /** The words that denote a value, such as {@code CREATE VIEW}. */
    private record Wording<E>(List<Keyword> words, E value) {
        /** Returns the wordings of the values, longer ones first, because some of them begin with a shorter one. */
        static <E> List<Wording<E>> of(E[] values, Function<E, String> sqlFunction) {
            return Stream.of(values)
                    .map(value -> new Wording<>(
                            Stream.of(sqlFunction.apply(value).split(" ", -1))
                                    .map(Keyword::valueOf)
                                    .toList(),
                            value))
                    .sorted(Comparator.comparing(wording -> -wording.words.size()))
                    .toList();
        }
    }

    /**
     * Returns whether GRANT denotes the objects of a kind by their names alone; functions and users have separate
     * notations.
     */
    private static boolean hasPlainNames(SecuredKind kind) {
        return switch (kind) {
            case SYSTEM, USER, FUNCTION, GLOBAL_FUNCTION -> false;
            default -> true;
        };
    }

    @Nullable
    Statement parseCreateRole(int start) {
        if (!cursor.accept(Keyword.CREATE, Keyword.ROLE)) {
            return null;
        }
        boolean ifNotExists = cursor.acceptIfNotExists();
        List<Name> roleNames = parseRoleNames();
        return new AccessStatement.CreateRole(
                ifNotExists, roleNames, clauseParser.parseComment(), cursor.spanSince(start));
    }

    @Nullable
    Statement parseAlterRole(int start) {
        if (!cursor.accept(Keyword.ALTER, Keyword.ROLE)) {
            return null;
        }
        boolean ifExists = cursor.acceptIfExists();
        List<Name> roleNames = parseRoleNames();
        cursor.expect(Keyword.SET, Keyword.COMMENT);
        cursor.expect(TokenKind.EQUAL);
        return new AccessStatement.AlterRole(ifExists, roleNames, cursor.readText(), cursor.spanSince(start));
    }

    @Nullable
    Statement parseDropRole(int start) {
        if (!cursor.accept(Keyword.DROP, Keyword.ROLE)) {
            return null;
        }
        boolean ifExists = cursor.acceptIfExists();
        return new AccessStatement.DropRole(ifExists, parseRoleNames(), cursor.spanSince(start));
    }

    /** Parses SET DEFAULT ROLE; all other settings are kept as text. */
    @Nullable
    Statement parseSetDefaultRole(int start) {
        if (cursor.keyword(1) != Keyword.DEFAULT || cursor.keyword(2) != Keyword.ROLE) {
            return null;
        }
        cursor.skip(3);
        RoleSelection selection = cursor.acceptOneOf(ROLE_SELECTION_BY_KEYWORD);
        List<Name> roleNames = selection == null ? parseRoleNames() : List.of();
        cursor.expect(Keyword.TO);
        return new AccessStatement.SetDefaultRole(
                selection == null ? RoleSelection.LISTED : selection, roleNames, parseUser(), cursor.spanSince(start));
    }

    /** Parses GRANT and REVOKE; the cursor is at the first word. */
    Statement parseGrantOrRevoke(Direction direction, int start) {
        cursor.advance();
        Keyword preposition = direction == Direction.GRANT ? Keyword.TO : Keyword.FROM;
        if (!arePrivilegesAhead(preposition)) {
            List<Name> roleNames = parseRoleNames();
            cursor.expect(preposition);
            Grantee grantee = cursor.accept(Keyword.EXTERNAL, Keyword.GROUP)
                    ? new Grantee.GroupGrantee(parseLastName())
                    : parseGrantee();
            return new AccessStatement.ChangeRoles(direction, roleNames, grantee, cursor.spanSince(start));
        }
        List<Privilege> privileges = cursor.readCommaList(this::parsePrivilege);
        cursor.expect(Keyword.ON);
        GrantTarget target = parseTarget(privileges.equals(List.of(Privilege.IMPERSONATE)));
        cursor.expect(preposition);
        Grantee grantee = parseGrantee();
        boolean hasGrantOption =
                direction == Direction.GRANT && cursor.acceptThenExpect(Keyword.WITH, Keyword.GRANT, Keyword.OPTION);
        return new AccessStatement.ChangePrivileges(
                direction, privileges, target, grantee, hasGrantOption, cursor.spanSince(start));
    }

    /** Returns whether the words before the preposition are privileges on objects, rather than roles. */
    private boolean arePrivilegesAhead(Keyword preposition) {
        for (int distance = 0; !cursor.isEndAhead(distance); distance++) {
            if (cursor.keyword(distance) == Keyword.ON) {
                return true;
            }
            if (cursor.keyword(distance) == preposition) {
                return false;
            }
        }
        return false;
    }

    private List<Name> parseRoleNames() {
        return cursor.readCommaList(() -> resolveRoleName(cursor.readNameOrText()));
    }

    private Name resolveRoleName(Name name) {
        String resolvedText = Placeholder.replaceAll(name.text(), cursor.placeholderResolver()::resolveName);
        return new Name(resolvedText, name.quote(), name.span());
    }

    private Privilege parsePrivilege() {
        Privilege privilege = acceptWording(PRIVILEGE_WORDINGS);
        if (privilege == null) {
            throw cursor.expectedError("a privilege");
        }
        if (privilege == Privilege.ALL) {
            cursor.accept(Keyword.PRIVILEGES);
        }
        return privilege;
    }

    /**
     * Skips the words of the first wording that follows, and returns its value; null if none of the wordings follows.
     */
    private <E> @Nullable E acceptWording(List<Wording<E>> wordings) {
        for (Wording<E> wording : wordings) {
            if (isAtWording(wording)) {
                cursor.skip(wording.words.size());
                return wording.value;
            }
        }
        return null;
    }

    private boolean isAtWording(Wording<?> wording) {
        for (int i = 0; i < wording.words.size(); i++) {
            if (cursor.keyword(i) != wording.words.get(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Parses the objects after ON.
     *
     * @param allowsUsers whether the word USER introduces a list of users; otherwise it is the name of a table
     */
    GrantTarget parseTarget(boolean allowsUsers) {
        if (cursor.keyword() == Keyword.SYSTEM && isTargetEndAhead(1)) {
            cursor.advance();
            return new GrantTarget.SystemTarget();
        }
        if (cursor.accept(Keyword.ALL)) {
            return parseAllObjects();
        }
        if (allowsUsers && cursor.keyword() == Keyword.USER && !isTargetEndAhead(1)) {
            cursor.advance();
            return new GrantTarget.ImpersonatedUsers(cursor.readCommaList(this::parseUser));
        }
        boolean isGlobalFunction = cursor.keyword() == Keyword.GLOBAL && cursor.keyword(1) == Keyword.FUNCTION;
        if (isGlobalFunction || (cursor.keyword() == Keyword.FUNCTION && isObjectNameAhead(1))) {
            cursor.skip(isGlobalFunction ? 2 : 1);
            SecuredKind kind = isGlobalFunction ? SecuredKind.GLOBAL_FUNCTION : SecuredKind.FUNCTION;
            return new GrantTarget.NamedFunctions(kind, cursor.readCommaList(this::parseFunction));
        }
        SecuredKind kind = acceptKind();
        SecuredKind securedKind = kind == null ? SecuredKind.TABLE : kind;
        return new GrantTarget.NamedObjects(securedKind, cursor.readCommaList(this::parseObjectName));
    }

    /** Returns whether the objects end before the token at the given distance. */
    private boolean isTargetEndAhead(int distance) {
        Keyword keyword = cursor.keyword(distance);
        return keyword == Keyword.TO || keyword == Keyword.FROM || cursor.isEndAhead(distance);
    }

    /** Reads the keyword of the kind of the objects; returns null if it is omitted, which stands for tables. */
    private @Nullable SecuredKind acceptKind() {
        for (Wording<SecuredKind> wording : KIND_WORDINGS) {
            if (isAtWording(wording) && isObjectNameAhead(wording.words.size())) {
                cursor.skip(wording.words.size());
                return wording.value;
            }
        }
        return null;
    }

    /**
     * Returns whether the name of an object begins at the given distance. If none does, the word before it is not a
     * kind, but itself a name.
     */
    private boolean isObjectNameAhead(int distance) {
        return switch (cursor.kind(distance)) {
            case TEXT, ASTERISK, PLACEHOLDER -> true;
            default -> cursor.isNameAhead(distance) || (cursor.isPrintedByServer() && cursor.keyword(distance) != null);
        };
    }

    /** Parses {@code ALL TABLES IN DATABASE d}; the cursor is after ALL. */
    private GrantTarget parseAllObjects() {
        SecuredKind kind = acceptWording(PLURAL_KIND_WORDINGS);
        if (kind == null) {
            throw cursor.expectedError("the kind of the objects in the plural");
        }
        if (!cursor.accept(Keyword.IN)) {
            return new GrantTarget.AllObjects(kind, null, false);
        }
        if (cursor.accept(Keyword.ALL)) {
            cursor.expect(Keyword.DATABASES);
            return new GrantTarget.AllObjects(kind, null, true);
        }
        cursor.expect(Keyword.DATABASE);
        return new GrantTarget.AllObjects(kind, parseLastName(), false);
    }

    /** Parses {@code database.table}, {@code database.*} or {@code *}. */
    private QualifiedName parseObjectName() {
        List<Name> nameParts = new ArrayList<>();
        nameParts.add(parseNamePart());
        Name lastPart = cursor.kind() == TokenKind.DOT_AND_NAME ? cursor.readNameAfterDot() : null;
        if (lastPart == null && cursor.accept(TokenKind.DOT)) {
            lastPart = parseNamePart();
        }
        if (lastPart != null) {
            nameParts.add(lastPart);
        }
        return new QualifiedName(nameParts);
    }

    private Name parseNamePart() {
        if (cursor.kind() == TokenKind.ASTERISK) {
            Name wildcard = Name.ofUnquoted(GrantTarget.NamedObjects.WILDCARD, cursor.span());
            cursor.advance();
            return wildcard;
        }
        return parseResolvableName(() -> cursor.isAt(TokenKind.TEXT)
                ? cursor.readNameOrText()
                : cursor.readBareName(() -> cursor.kind() == TokenKind.DOT
                        || cursor.kind() == TokenKind.DOT_AND_NAME
                        || isTargetEndAhead(0)));
    }

    /**
     * Parses a name that is not followed by a dot: of a database, a group or a role. In a text printed by the server,
     * it extends to TO, to WITH or to the end.
     */
    private Name parseLastName() {
        return parseResolvableName(() -> cursor.isAt(TokenKind.TEXT)
                ? cursor.readNameOrText()
                : cursor.readBareName(() -> cursor.keyword() == Keyword.TO || cursor.keyword() == Keyword.WITH));
    }

    /** Returns the name for the placeholder that follows; if none follows, the name that the parser reads. */
    private Name parseResolvableName(Supplier<Name> nameParser) {
        if (cursor.kind() != TokenKind.PLACEHOLDER) {
            return nameParser.get();
        }
        int start = cursor.position();
        String value = cursor.placeholderResolver().resolveName(cursor.readPlaceholder());
        return new Name(value, !Placeholder.isPlaceholder(value), cursor.spanSince(start));
    }

    /** Parses {@code f(INT, ...)}, which the server prints with the database of the function after it. */
    private AccessStatement.GrantedFunction parseFunction() {
        QualifiedName name = cursor.readQualifiedName();
        TypeParser.ParameterTypes parameterTypes = expressionParser.typeParser().parseParameterTypes();
        if (cursor.isPrintedByServer() && cursor.accept(Keyword.IN, Keyword.DATABASE)) {
            name = new QualifiedName(List.of(parseLastName(), name.lastPart()));
        }
        return new AccessStatement.GrantedFunction(name, parameterTypes.types(), parameterTypes.isVariadic());
    }

    private Grantee parseGrantee() {
        if (cursor.keyword() == Keyword.ROLE && isObjectNameAhead(1)) {
            cursor.advance();
            return new Grantee.RoleGrantee(resolveRoleName(parseLastName()));
        }
        if (cursor.keyword() == Keyword.USER && isObjectNameAhead(1)) {
            cursor.advance();
        }
        return new Grantee.UserGrantee(parseUser());
    }

    /** Parses {@code u}, {@code 'u'@'host'}, {@code 'u'@['domain']} or a placeholder. */
    private UserReference parseUser() {
        if (cursor.kind() == TokenKind.PLACEHOLDER) {
            Placeholder placeholder = cursor.readPlaceholder();
            String value = cursor.placeholderResolver().resolveName(placeholder);
            return Placeholder.isPlaceholder(value)
                    ? new UserReference.PlaceholderUser(Placeholder.parse(value))
                    : UserReference.NamedUser.parse(value);
        }
        Name name = cursor.readNameOrText();
        if (!cursor.accept(TokenKind.AT)) {
            return UserReference.NamedUser.of(name);
        }
        boolean isDomain = cursor.accept(TokenKind.LEFT_BRACKET);
        Name host = cursor.readNameOrText();
        if (isDomain) {
            cursor.expect(TokenKind.RIGHT_BRACKET);
        }
        return new UserReference.NamedUser(name, host, isDomain);
    }
}
