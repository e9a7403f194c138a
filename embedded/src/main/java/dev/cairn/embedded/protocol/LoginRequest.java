package dev.cairn.embedded.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A client's request to log in or to change the user: the user name, the proof of the password, and the authentication
 * plugin, which old clients do not name.
 */
final class LoginRequest {
    /** The unused bytes after the character set. */
    private static final int RESERVED_LENGTH = 23;
    /** The length of a request for TLS, which ends after the unused bytes. */
    private static final int TLS_REQUEST_BYTES = 32;

    private final String userName;
    private final byte[] authResponse;
    private final @Nullable String databaseName;
    private final @Nullable String pluginName;

    private LoginRequest(
            String userName, byte[] authResponse, @Nullable String databaseName, @Nullable String pluginName) {
        this.userName = userName;
        this.authResponse = authResponse;
        this.databaseName = databaseName;
        this.pluginName = pluginName;
    }

    /**
     * Returns whether the first packet is the short one that requests TLS. The login then follows on the TLS
     * connection.
     */
    static boolean isTlsRequest(byte[] packet) throws MalformedPacketException {
        return packet.length == TLS_REQUEST_BYTES
                && (new PayloadReader(packet).readInteger4() & CapabilityFlag.SSL) != 0;
    }

    /** Parses the client's reply to the {@link Greeting}. */
    static LoginRequest parseHandshakeResponse(byte[] packet) throws MalformedPacketException {
        PayloadReader payload = new PayloadReader(packet);
        int capabilities = payload.readInteger4();
        if ((capabilities & CapabilityFlag.PROTOCOL_41) == 0) {
            throw new MalformedPacketException("The client is older than MySQL 4.1");
        }
        payload.readInteger4(); // the maximum packet size of the client, which does not matter here
        payload.readInteger1(); // the character set, which a frontend ignores: it always uses UTF-8
        payload.skip(RESERVED_LENGTH);
        if (payload.remainingByteCount() == 0 && (capabilities & CapabilityFlag.SSL) != 0) {
            throw new MalformedPacketException("The client asks for TLS, which the server has not announced");
        }
        String userName = payload.readNullTerminatedText();
        return new LoginRequest(
                userName,
                readAuthResponse(payload, capabilities),
                readDatabaseName(payload, capabilities),
                readPluginName(payload, capabilities));
    }

    /** Parses the rest of COM_CHANGE_USER. The client has already accepted the server's capabilities. */
    static LoginRequest parseChangeUser(PayloadReader payload) throws MalformedPacketException {
        String userName = payload.readNullTerminatedText();
        byte[] authResponse = payload.readBytes(payload.readInteger1());
        String databaseName = payload.remainingByteCount() > 0 ? payload.readNullTerminatedText() : "";
        String pluginName = null;
        if (payload.remainingByteCount() > 2) {
            payload.readInteger2(); // the character set
            pluginName = payload.readNullTerminatedText();
        }
        return new LoginRequest(userName, authResponse, databaseName.isEmpty() ? null : databaseName, pluginName);
    }

    private static byte[] readAuthResponse(PayloadReader payload, int capabilities) throws MalformedPacketException {
        if ((capabilities & CapabilityFlag.PLUGIN_AUTH_LENGTH_ENCODED) != 0) {
            return payload.readLengthEncodedBytes();
        }
        return (capabilities & CapabilityFlag.SECURE_CONNECTION) != 0
                ? payload.readBytes(payload.readInteger1())
                : payload.readNullTerminatedBytes();
    }

    private static @Nullable String readDatabaseName(PayloadReader payload, int capabilities)
            throws MalformedPacketException {
        if (payload.remainingByteCount() == 0 || (capabilities & CapabilityFlag.CONNECT_WITH_DB) == 0) {
            return null;
        }
        String name = payload.readNullTerminatedText();
        return name.isEmpty() ? null : name;
    }

    private static @Nullable String readPluginName(PayloadReader payload, int capabilities)
            throws MalformedPacketException {
        boolean hasPlugin = payload.remainingByteCount() > 0 && (capabilities & CapabilityFlag.PLUGIN_AUTH) != 0;
        return hasPlugin ? payload.readNullTerminatedText() : null;
    }

    String userName() {
        return userName;
    }

    byte[] authResponse() {
        return authResponse;
    }

    @Nullable
    String databaseName() {
        return databaseName;
    }

    /** Returns whether the client names another plugin than {@code mysql_native_password}. */
    boolean needsAuthSwitch() {
        return pluginName != null && !pluginName.equalsIgnoreCase(NativePasswordHash.PLUGIN_NAME);
    }

    LoginRequest withAuthResponse(byte[] newAuthResponse) {
        return new LoginRequest(userName, newAuthResponse, databaseName, NativePasswordHash.PLUGIN_NAME);
    }
}
