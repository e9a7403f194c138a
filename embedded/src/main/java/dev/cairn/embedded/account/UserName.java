package dev.cairn.embedded.account;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.regex.Pattern;

/**
 * A user name with the host from which the user connects. Two users may have the same name and different hosts.
 */
public record UserName(String name, String host) {
    public static final UserName ROOT = new UserName("root", "%");

    private static final int MAX_NAME_LENGTH = 64;
    /** The names that a server accepts; a name of Kerberos may contain a slash and the name of a host. */
    private static final Pattern NAME_PATTERN = Pattern.compile("\\w{1,64}/?[.\\w-]{0,63}");

    /**
     * Reads {@code name}, {@code name@host} or {@code name@[domain]}; without a host, the user may connect from
     * anywhere.
     *
     * @throws Refusal if no user may have the name
     */
    public static UserName read(TokenReader tokens) {
        String name = requireValid(tokens.readNameOrText());
        if (!tokens.accept("@")) {
            return new UserName(name, "%");
        }
        if (tokens.accept("[")) {
            String domain = tokens.readNameOrText();
            tokens.accept("]");
            return new UserName(name, domain);
        }
        return new UserName(name, tokens.accept("%") ? "%" : tokens.readNameOrText());
    }

    private static String requireValid(String name) {
        if (name.isEmpty()) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_ANONYMOUS);
        }
        if (name.length() > MAX_NAME_LENGTH || !NAME_PATTERN.matcher(name).matches()) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_NAME_INVALID, name);
        }
        return name;
    }

    /** Returns the name of the user in a statement; an unresolved placeholder becomes a name that no user has. */
    static UserName of(UserReference reference) {
        if (reference instanceof UserReference.NamedUser namedUser) {
            return new UserName(namedUser.name().text(), namedUser.host().text());
        }
        return new UserName(reference.toString(), "%");
    }

    /** Returns the user as a member of roles. */
    Grantee.UserGrantee toGrantee() {
        return new Grantee.UserGrantee(new UserReference.NamedUser(Name.of(name), Name.of(host), false));
    }

    /**
     * Returns whether a client may log in as this user. The host may contain the wildcards {@code %} and {@code _};
     * {@code localhost} also stands for the loopback addresses.
     *
     * @param address the IP address of the client, as text
     */
    boolean matchesLogin(String clientName, String address) {
        if (!name.equals(clientName)) {
            return false;
        }
        String regex = Pattern.quote(host).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
        return Pattern.matches(regex, address) || (host.equals("localhost") && isLoopback(address));
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
    }

    /** Returns how specific the host is: 0 for any host, 1 for a host with wildcards, 2 for a single host. */
    int hostSpecificity() {
        return host.equals("%") ? 0 : host.contains("%") || host.contains("_") ? 1 : 2;
    }

    @Override
    public String toString() {
        return "'" + name + "'@'" + host + "'";
    }
}
