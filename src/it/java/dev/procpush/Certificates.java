// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate authority made for one test, and a server's certificate of it for `localhost`, all
/// in PEM files.
///
/// @param authority the authority's certificate
/// @param server the server's certificate
/// @param serverKey the server's private key
public record Certificates(Path authority, Path server, Path serverKey) {

  private static final String PASSWORD = "changeit";

  /// Makes them in the folder, by keytool.
  public static Certificates make(Path folder) throws IOException, GeneralSecurityException {
    Path authorityStore = folder.resolve("authority.p12");
    Path serverStore = folder.resolve("server.p12");
    Path request = folder.resolve("server.csr");
    Path authority = folder.resolve("authority.pem");
    Path server = folder.resolve("server.pem");
    keytool(
        authorityStore,
        "-genkeypair -alias authority -keyalg EC -groupname secp256r1 -dname CN=authority"
            + " -ext bc:c=ca:true -validity 2");
    keytool(authorityStore, "-exportcert -alias authority -rfc -file " + authority);
    keytool(
        serverStore,
        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost -validity"
            + " 2");
    keytool(serverStore, "-certreq -alias server -file " + request);
    keytool(
        authorityStore,
        "-gencert -alias authority -rfc -validity 2 -ext san=dns:localhost,ip:127.0.0.1"
            + " -infile "
            + request
            + " -outfile "
            + server);
    Path key = folder.resolve("server-key.pem");
    Files.writeString(key, privateKey(serverStore));
    return new Certificates(authority, server, key);
  }

  private static void keytool(Path store, String arguments) {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Command.run(
        (program
                + " -keystore "
                + store
                + " -storetype PKCS12 -storepass "
                + PASSWORD
                + " "
                + arguments)
            .split(" "));
  }

  private static String privateKey(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, PASSWORD.toCharArray());
    }
    Key key = keys.getKey("server", PASSWORD.toCharArray());
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
