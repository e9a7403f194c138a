package dev.cairn.sql.ast;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement about roles and privileges. Users are not part of a schema: CREATE USER is kept as text. */
public sealed interface AccessStatement extends Statement {
    record CreateRole(
            boolean ifNotExists, List<Name> roles, @Nullable String comment, Span span) implements AccessStatement {
        public CreateRole {
            roles = requireNonEmpty(roles);
        }
    }

    /** {@code ALTER ROLE r SET COMMENT = 'text'}. */
    record AlterRole(boolean ifExists, List<Name> roles, String comment, Span span) implements AccessStatement {
        public AlterRole {
            roles = requireNonEmpty(roles);
        }
    }

    record DropRole(boolean ifExists, List<Name> roles, Span span) implements AccessStatement {
        public DropRole {
            roles = requireNonEmpty(roles);
        }
    }

    /** Whether a statement grants or revokes. */
    enum Direction {
        GRANT,
        REVOKE
    }

    /**
     * {@code GRANT SELECT, INSERT ON TABLE t TO ROLE r}, {@code REVOKE SELECT ON ALL TABLES IN DATABASE d FROM USER u}.
     */
    record ChangePrivileges(
            Direction direction,
            List<Privilege> privileges,
            GrantTarget target,
            Grantee grantee,
            boolean hasGrantOption,
            Span span)
            implements AccessStatement {
        public ChangePrivileges {
            privileges = requireNonEmpty(privileges);
        }
    }

    /** {@code GRANT reader, writer TO ROLE r}, {@code REVOKE reader FROM USER u}. */
    record ChangeRoles(Direction direction, List<Name> roles, Grantee grantee, Span span) implements AccessStatement {
        public ChangeRoles {
            roles = requireNonEmpty(roles);
        }
    }

    /** {@code SET DEFAULT ROLE a, b TO u}; the roles are empty unless {@code selection} is LISTED. */
    record SetDefaultRole(RoleSelection selection, List<Name> roles, UserReference user, Span span)
            implements AccessStatement {
        public SetDefaultRole {
            roles = List.copyOf(roles);
        }
    }

    /** The roles that SET DEFAULT ROLE selects. */
    enum RoleSelection {
        ALL,
        NONE,
        LISTED
    }

    /** The objects of a GRANT or REVOKE. */
    sealed interface GrantTarget {
        SecuredKind kind();

        record SystemTarget() implements GrantTarget {
            @Override
            public SecuredKind kind() {
                return SecuredKind.SYSTEM;
            }
        }

        /**
         * Objects by name. A part of a name may be {@link #WILDCARD}, such as in {@code shop.*}, or {@link
         * Placeholder#DATABASE}.
         */
        record NamedObjects(SecuredKind kind, List<QualifiedName> names) implements GrantTarget {
            public static final String WILDCARD = "*";

            public NamedObjects {
                names = requireNonEmpty(names);
            }
        }

        /**
         * {@code ALL TABLES IN DATABASE d}.
         *
         * @param database null unless the statement names one
         * @param isInAllDatabases whether the statement says IN ALL DATABASES
         */
        record AllObjects(SecuredKind kind, @Nullable Name database, boolean isInAllDatabases) implements GrantTarget {}

        /** Functions with the types of their arguments; the kind is FUNCTION or GLOBAL FUNCTION. */
        record NamedFunctions(SecuredKind kind, List<GrantedFunction> functions) implements GrantTarget {
            public NamedFunctions {
                functions = requireNonEmpty(functions);
            }
        }

        /** The users whom the grantee may impersonate. */
        record ImpersonatedUsers(List<UserReference> users) implements GrantTarget {
            public ImpersonatedUsers {
                users = requireNonEmpty(users);
            }

            @Override
            public SecuredKind kind() {
                return SecuredKind.USER;
            }
        }
    }

    /** {@code f(INT, VARCHAR, ...)}. */
    record GrantedFunction(QualifiedName name, List<Type> argumentTypes, boolean isVariadic) {
        public GrantedFunction {
            argumentTypes = List.copyOf(argumentTypes);
        }
    }

    /** The recipient of a GRANT, or the holder from whom a REVOKE takes privileges. */
    sealed interface Grantee {
        /** Returns the kind and the name for a sentence, such as {@code role reader}. */
        String description();

        record RoleGrantee(Name name) implements Grantee {
            @Override
            public String description() {
                return "role " + name;
            }

            @Override
            public String toString() {
                return "ROLE " + name;
            }
        }

        record UserGrantee(UserReference user) implements Grantee {
            @Override
            public String description() {
                return "user " + user;
            }

            @Override
            public String toString() {
                return "USER " + user;
            }
        }

        /** A group of an external directory, which can have roles, but no direct privileges. */
        record GroupGrantee(Name name) implements Grantee {
            @Override
            public String description() {
                return toString();
            }

            @Override
            public String toString() {
                return "EXTERNAL GROUP " + name;
            }
        }
    }

    /** A user. References are equal if they denote the same user: a user without a host has the host {@code %}. */
    sealed interface UserReference {
        /**
         * {@code 'u'@'10.%'}, or {@code 'u'@['example.com']}.
         *
         * @param host the host; {@link #ANY_HOST} if the statement names none
         * @param isDomain whether the host is a domain
         */
        record NamedUser(Name name, Name host, boolean isDomain) implements UserReference {
            public static final String ANY_HOST = "%";

            public static NamedUser of(Name name) {
                return new NamedUser(name, new Name(ANY_HOST, '\'', Span.NONE), false);
            }

            /** Parses {@code name} or {@code name@host}, the value of a placeholder. */
            public static NamedUser parse(String text) {
                int separatorIndex = text.lastIndexOf('@');
                return separatorIndex < 0
                        ? of(new Name(text, '\'', Span.NONE))
                        : new NamedUser(
                                new Name(text.substring(0, separatorIndex), '\'', Span.NONE),
                                new Name(text.substring(separatorIndex + 1), '\'', Span.NONE),
                                false);
            }

            /** Returns {@code 'u'@'%'}, as the server names users. */
            @Override
            public String toString() {
                return "'" + name + "'@" + (isDomain ? "['" + host + "']" : "'" + host + "'");
            }
        }

        /** {@code ${reporting_user}}, whose value is {@code name} or {@code name@host}. */
        record PlaceholderUser(Placeholder placeholder) implements UserReference {
            @Override
            public String toString() {
                return placeholder.toString();
            }
        }
    }

    private static <T> List<T> requireNonEmpty(List<T> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a list of a statement about privileges has at least one item");
        }
        return List.copyOf(items);
    }
}
