package dev.cairn.embedded.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to log in or to change the user: the user name, the proof of the password, and the authentication
 * plugin, which old clients do not name.
 */
final class LoginRequest {
    private static final int RESERVED = 23;
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
    static boolean asksForTls(byte[] packet) throws MalformedPacketException {
        return packet.length == TLS_REQUEST_LENGTH && (new PayloadReader(packet).readInteger4() & Capability.SSL) != 0;
    }

    /** Parses the client's reply to the {@code Greeting}. */
    static LoginRequest parseLogin(byte[] packet) throws MalformedPacketException {
        PayloadReader in = new PayloadReader(packet);
        int capabilities = in.readInteger4();
        if ((capabilities & Capability.PROTOCOL_41) == 0) {
            throw new MalformedPacketException("A client from before MySQL 4.1");
        }
        in.readInteger4(); // the maximum packet size of the client, which does not matter here
        in.readInteger1(); // the character set, which a frontend ignores: it always uses UTF-8
        in.skip(RESERVED);
        if (in.remainingBytes() == 0 && (capabilities & Capability.SSL) != 0) {
            throw new MalformedPacketException("A client that asks for TLS, which was not announced");
        }
        String user = in.readNullTerminatedText();
        return new LoginRequest(
                user, readProof(in, capabilities), readDatabase(in, capabilities), readPlugin(in, capabilities));
    }

    /** Parses the rest of COM_CHANGE_USER. The client has already accepted the server's capabilities. */
    static LoginRequest parseUserChange(PayloadReader in) throws MalformedPacketException {
        String user = in.readNullTerminatedText();
        byte[] proof = in.readBytes(in.readInteger1());
        String database = in.remainingBytes() > 0 ? in.readNullTerminatedText() : "";
        String plugin = null;
        if (in.remainingBytes() > 2) {
            in.readInteger2(); // the character set
            plugin = in.readNullTerminatedText();
        }
        return new LoginRequest(user, proof, database.isEmpty() ? null : database, plugin);
    }

    private static byte[] readProof(PayloadReader in, int capabilities) throws MalformedPacketException {
        if ((capabilities & Capability.PLUGIN_AUTH_LENGTH_ENCODED) != 0) {
            return in.readLengthEncodedBytes();
        }
        return (capabilities & Capability.SECURE_CONNECTION) != 0
                ? in.readBytes(in.readInteger1())
                : in.readNullTerminatedBytes();
    }

    private static @Nullable String readDatabase(PayloadReader in, int capabilities) throws MalformedPacketException {
        if (in.remainingBytes() == 0 || (capabilities & Capability.CONNECT_WITH_DB) == 0) {
            return null;
        }
        String name = new String(in.readNullTerminatedBytes(), StandardCharsets.UTF_8);
        return name.isEmpty() ? null : name;
    }

    private static @Nullable String readPlugin(PayloadReader in, int capabilities) throws MalformedPacketException {
        boolean hasPlugin = in.remainingBytes() > 0 && (capabilities & Capability.PLUGIN_AUTH) != 0;
        return hasPlugin ? in.readNullTerminatedText() : null;
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
