package dev.cairn.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a server's URL, in the short form or in a form of Connector/J or MariaDB's driver.
 *
 * <pre>{@code
 * ServerUrl.parse("jdbc:mysql://fe1:9030,address=(host=fe2)(port=9030)/shop").hosts() // [fe1, fe2]
 * }</pre>
 *
 * @param scheme the text before the first {@code //}
 * @param authority the accounts, hosts and ports
 * @param path the text between the slash after the hosts and the options; empty if the URL lacks it
 * @param options the text after the question mark; empty if the URL has no options
 */
public record ServerUrl(String scheme, String authority, String path, String options) {
    private static final Pattern URL_PATTERN = Pattern.compile(
            "([^/?]*)//((?:\\([^)]*\\)|\\[[^\\]]*]|[^/?#])*)(?:/([^?#]*))?(?:\\?(.*))?.*", Pattern.DOTALL);

    /** One of the addresses that are separated by commas. It may contain other commas in parentheses or brackets. */
    private static final Pattern ADDRESS_PATTERN = Pattern.compile("(?:\\([^)]*\\)|\\[[^\\]]*]|[^,])+");

    private static final Pattern ACCOUNT_PATTERN = Pattern.compile("^[^()\\[\\]]*@");
    private static final String IPV6_REGEX = "[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%\\w+)?";
    private static final Pattern HOST_AND_PORT_PATTERN =
            Pattern.compile("([\\w.-]+|\\[" + IPV6_REGEX + "])(?::\\d{0,5})?");
    private static final Pattern ADDRESS_LIST_PATTERN = Pattern.compile("\\[(.*)]");
    private static final Pattern ADDRESS_OF_PARAMETERS_PATTERN = Pattern.compile("(?i)(?:address\\s*=\\s*)?\\(.*\\)");

    /** The part of a scheme, and the option, with which a driver finds the servers by itself, in the DNS. */
    private static final String DNS_SCHEME_PART = "+srv";

    private static final String DNS_OPTION = "dnsSrv";

    /** A parameter of a JDBC URL, in its query or in one of the forms with parentheses. */
    static final Pattern PARAMETER_PATTERN = Pattern.compile("(?<=[?&(,])\\s*([\\w.%]+)\\s*=\\s*([^&(),]*)");

    /** Returns whether a URL has a parameter with the given name, whose case does not matter. */
    static boolean hasParameter(String url, String parameterName) {
        return findParameter(url, parameterName).isPresent();
    }

    /** Returns the first value of a parameter of a URL, whose case does not matter; empty if the URL has none. */
    static Optional<String> findParameter(String url, String parameterName) {
        return PARAMETER_PATTERN
                .matcher(url)
                .results()
                .filter(parameterMatch -> parameterMatch.group(1).equalsIgnoreCase(parameterName))
                .map(parameterMatch -> parameterMatch.group(2).strip())
                .findFirst();
    }

    /** Splits a URL into its parts; without {@code //}, the scheme is the whole text. */
    public static ServerUrl parse(String url) {
        Matcher urlMatcher = URL_PATTERN.matcher(url);
        return urlMatcher.matches()
                ? new ServerUrl(
                        urlMatcher.group(1),
                        urlMatcher.group(2),
                        Objects.requireNonNullElse(urlMatcher.group(3), ""),
                        Objects.requireNonNullElse(urlMatcher.group(4), ""))
                : new ServerUrl(url, "", "", "");
    }

    /**
     * Returns the hosts in their order, each without its port; an IPv6 address is in brackets. The list is empty unless
     * the URL names each host: a driver may find the hosts in another way.
     */
    public List<String> hosts() {
        boolean areFoundByDriver = scheme.contains(DNS_SCHEME_PART)
                || findParameter("?" + options, DNS_OPTION)
                        .filter(value -> !value.equalsIgnoreCase("false"))
                        .isPresent();
        List<String> hosts = new ArrayList<>();
        return !areFoundByDriver && addHosts(authority, hosts) ? List.copyOf(hosts) : List.of();
    }

    /** Adds the hosts of a list of addresses; returns false if one of the addresses names no host. */
    private static boolean addHosts(String addressList, List<String> hosts) {
        return ADDRESS_PATTERN
                .matcher(addressList)
                .results()
                .map(addressMatch -> ACCOUNT_PATTERN
                        .matcher(addressMatch.group())
                        .replaceFirst("")
                        .strip())
                .allMatch(address -> addHostsOf(address, hosts));
    }

    private static boolean addHostsOf(String address, List<String> hosts) {
        Matcher hostMatcher = HOST_AND_PORT_PATTERN.matcher(address);
        if (hostMatcher.matches()) {
            return hosts.add(hostMatcher.group(1));
        }
        Matcher listMatcher = ADDRESS_LIST_PATTERN.matcher(address);
        if (listMatcher.matches()) {
            return addHosts(listMatcher.group(1), hosts);
        }
        Optional<String> host = ADDRESS_OF_PARAMETERS_PATTERN.matcher(address).matches()
                ? findParameter(address, "host").map(ServerUrl::withBrackets)
                : Optional.empty();
        return host.filter(text -> HOST_AND_PORT_PATTERN.matcher(text).matches())
                .map(hosts::add)
                .orElse(false);
    }

    private static String withBrackets(String host) {
        return host.matches(IPV6_REGEX) ? "[" + host + "]" : host;
    }
}
