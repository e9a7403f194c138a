package dev.cairn.embedded.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to log in or to change the user: the user name, the proof of the password, and the authentication
 * plugin, which old clients do not name.
 */
final class LoginRequest {
    private static final int RESERVED_BYTES = 23;
    private static final int TLS_REQUEST_LENGTH = 32;

    private final String user;
    private final byte[] proof;
    private final @Nullable String database;
    private final @Nullable String plugin;

    private LoginRequest(String user, byte[] proof, @Nullable String database, @Nullable String plugin) {
        this.user = user;
        this.proof = proof;
        this.database = database;
        this.plugin = plugin;
    }

    /**
     * Returns whether the first packet is the short one that requests TLS. The login then follows on the TLS
     * connection.
     */
    static boolean isTlsRequest(byte[] packet) throws MalformedPacketException {
        return packet.length == TLS_REQUEST_LENGTH && (new PayloadReader(packet).readInteger4() & Capability.SSL) != 0;
    }

    /** Parses the client's reply to the {@code Greeting}. */
    static LoginRequest parseLogin(byte[] packet) throws MalformedPacketException {
        PayloadReader payload = new PayloadReader(packet);
        int capabilities = payload.readInteger4();
        if ((capabilities & Capability.PROTOCOL_41) == 0) {
            throw new MalformedPacketException("A client from before MySQL 4.1");
        }
        payload.readInteger4(); // the maximum packet size of the client, which does not matter here
        payload.readInteger1(); // the character set, which a frontend ignores: it always uses UTF-8
        payload.skip(RESERVED_BYTES);
        if (payload.remainingBytes() == 0 && (capabilities & Capability.SSL) != 0) {
            throw new MalformedPacketException("A client that asks for TLS, which was not announced");
        }
        String user = payload.readNullTerminatedText();
        return new LoginRequest(
                user,
                readProof(payload, capabilities),
                readDatabase(payload, capabilities),
                readPlugin(payload, capabilities));
    }

    /** Parses the rest of COM_CHANGE_USER. The client has already accepted the server's capabilities. */
    static LoginRequest parseUserChange(PayloadReader payload) throws MalformedPacketException {
        String user = payload.readNullTerminatedText();
        byte[] proof = payload.readBytes(payload.readInteger1());
        String database = payload.remainingBytes() > 0 ? payload.readNullTerminatedText() : "";
        String plugin = null;
        if (payload.remainingBytes() > 2) {
            payload.readInteger2(); // the character set
            plugin = payload.readNullTerminatedText();
        }
        return new LoginRequest(user, proof, database.isEmpty() ? null : database, plugin);
    }

    private static byte[] readProof(PayloadReader payload, int capabilities) throws MalformedPacketException {
        if ((capabilities & Capability.PLUGIN_AUTH_LENGTH_ENCODED) != 0) {
            return payload.readLengthEncodedBytes();
        }
        return (capabilities & Capability.SECURE_CONNECTION) != 0
                ? payload.readBytes(payload.readInteger1())
                : payload.readNullTerminatedBytes();
    }

    private static @Nullable String readDatabase(PayloadReader payload, int capabilities)
            throws MalformedPacketException {
        if (payload.remainingBytes() == 0 || (capabilities & Capability.CONNECT_WITH_DB) == 0) {
            return null;
        }
        String name = new String(payload.readNullTerminatedBytes(), StandardCharsets.UTF_8);
        return name.isEmpty() ? null : name;
    }

    private static @Nullable String readPlugin(PayloadReader payload, int capabilities)
            throws MalformedPacketException {
        boolean hasPlugin = payload.remainingBytes() > 0 && (capabilities & Capability.PLUGIN_AUTH) != 0;
        return hasPlugin ? payload.readNullTerminatedText() : null;
    }

    String user() {
        return user;
    }

    byte[] proof() {
        return proof;
    }

    @Nullable
    String database() {
        return database;
    }

    boolean needsPluginSwitch() {
        return plugin != null && !plugin.equalsIgnoreCase(NativePassword.PLUGIN);
    }

    LoginRequest withProof(byte[] newProof) {
        return new LoginRequest(user, newProof, database, NativePassword.PLUGIN);
    }
}
