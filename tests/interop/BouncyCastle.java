// Bouncy Castle as one more judge: answers each line on stdin (words parted by tabs) with one line on stdout.

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

class BouncyCastle {
    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // where the library prints what it did not expect
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            try {
                answers.println("done\t" + answer(line.split("\t", -1)));
            } catch (Exception | LinkageError error) {
                answers.println("failed\t" + error.toString().replaceAll("\\s+", " "));
            }
        }
    }

    private static String answer(String[] words) throws Exception {
        switch (words[0]) {
            case "thumbprints": {
                KeyStore store = loaded(words[1], words[2]);
                List<String> found = new ArrayList<>();
                for (String alias : Collections.list(store.aliases())) {
                    found.add((store.isKeyEntry(alias) ? "key " : "certificate ") + thumbprint(store.getCertificate(alias)) + " " + alias);
                }
                return String.join("\t", found);
            }
            case "open": {
                KeyStore store = loaded(words[1], words[2]);
                if (!store.isKeyEntry(words[3])) {
                    throw new IllegalArgumentException("no key under the name " + words[3]);
                }
                PrivateKey key = (PrivateKey) store.getKey(words[3], words[2].toCharArray());
                Certificate certificate = store.getCertificate(words[3]);
                String algorithm = switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
                byte[] request = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=proof"), certificate.getPublicKey())
                        .build(new JcaContentSignerBuilder(algorithm).setProvider("BC").build(key))
                        .getEncoded();
                return thumbprint(certificate) + "\t" + Base64.getEncoder().encodeToString(request);
            }
            case "write": {
                // write, form of keystore, file, password, then alias, key, certificate for each identity
                KeyStore store = KeyStore.getInstance(words[1], "BC");
                store.load(null, null);
                for (int at = 4; at < words.length; at += 3) {
                    Certificate certificate =
                            CertificateFactory.getInstance("X.509", "BC").generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Path.of(words[at + 2]))));
                    store.setKeyEntry(words[at], key(Path.of(words[at + 1])), null, new Certificate[] {certificate});
                }
                ByteArrayOutputStream written = new ByteArrayOutputStream();
                store.store(written, words[3].toCharArray());
                Files.write(Path.of(words[2]), written.toByteArray());
                return "";
            }
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private static String thumbprint(Certificate certificate) throws Exception {
        return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private static KeyStore loaded(String file, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12", "BC");
        store.load(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))), password.toCharArray());
        return store;
    }

    private static PrivateKey key(Path pem) throws Exception {
        Object read = new PEMParser(new StringReader(Files.readString(pem))).readObject();
        return new JcaPEMKeyConverter().setProvider("BC").getPrivateKey((PrivateKeyInfo) read);
    }
}
