"""A provider of identities for the stories: OpenID Connect's authorization code with PKCE,
discovery and a key set, with keys of its own made and used by the openssl program. It signs in at
once whoever it was told to, and can be told to answer wrongly in one way.

    provider.py FOLDER PORT CLIENT SECRET NOW
"""

import base64
import hashlib
import http.server
import json
import pathlib
import secrets
import subprocess
import sys
import urllib.parse

FOLDER, PORT, CLIENT, SECRET, NOW = sys.argv[1:6]
ISSUER = f"http://127.0.0.1:{PORT}"
CODES = {}
TOLD = {"sub": "nobody", "id_number": "", "wrong": "", "method": "RS256"}


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*words, given=None):
    return subprocess.run(["openssl", *words], input=given, capture_output=True,
                          check=True).stdout


def make_key(name, *how):
    path = pathlib.Path(FOLDER) / f"{name}.pem"
    openssl("genpkey", *how, "-out", str(path))
    return str(path)


RSA = ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
EC = ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
KEYS = {"RS256": make_key("rsa", *RSA), "ES256": make_key("ec", *EC)}
STRANGER = make_key("stranger", *RSA)


def key_set():
    modulus = openssl("rsa", "-in", KEYS["RS256"], "-noout", "-modulus").decode().split("=")[1]
    point = openssl("pkey", "-in", KEYS["ES256"], "-pubout", "-outform", "DER")[-64:]
    return {"keys": [
        {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "RS256", "e": "AQAB",
         "n": encode(bytes.fromhex(modulus.strip()))},
        {"kty": "EC", "use": "sig", "alg": "ES256", "kid": "ES256", "crv": "P-256",
         "x": encode(point[:32]), "y": encode(point[32:])}]}


def raw_of_der(der):
    """r and s of a DER signature, 32 bytes each."""
    r_end = 4 + der[3]
    r, s = der[4:r_end], der[r_end + 2:]
    return b"".join(int.from_bytes(one, "big").to_bytes(32, "big") for one in (r, s))


def sign(claims):
    method, wrong = TOLD["method"], TOLD["wrong"]
    said = ".".join(encode(json.dumps(part).encode()) for part in (
        {"alg": "none" if wrong == "unsigned" else method, "kid": method}, claims))
    if wrong == "unsigned":
        return said + "."
    key = STRANGER if wrong == "forged" else KEYS[method]
    signature = openssl("dgst", "-sha256", "-sign", key, given=said.encode())
    return said + "." + encode(raw_of_der(signature) if method == "ES256" else signature)


def claims_of(asked):
    wrong, now = TOLD["wrong"], int(NOW)
    claims = {"iss": ISSUER + "/other" if wrong == "issuer" else ISSUER, "sub": TOLD["sub"],
              "aud": "other" if wrong == "audience" else CLIENT, "iat": now - 7200,
              "exp": now - 3600 if wrong == "expired" else now + 7200,
              "nonce": "another" if wrong == "nonce" else asked["nonce"]}
    if TOLD["id_number"]:
        claims["id_number"] = TOLD["id_number"]
    return claims


class Provider(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def say(self, status, given, **headers):
        body = json.dumps(given).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self.say(200, {"issuer": ISSUER, "authorization_endpoint": ISSUER + "/authorize",
                           "token_endpoint": ISSUER + "/token", "jwks_uri": ISSUER + "/keys",
                           "response_types_supported": ["code"],
                           "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                           "id_token_signing_alg_values_supported": ["RS256", "ES256"]})
        elif url.path == "/keys":
            self.say(200, key_set())
        elif url.path == "/authorize":
            asked = dict(urllib.parse.parse_qsl(url.query))
            right = (asked["client_id"] == CLIENT and asked["response_type"] == "code"
                     and "openid" in asked["scope"].split()
                     and asked["code_challenge_method"] == "S256")
            if not right:
                self.say(400, {"error": "invalid_request"})
                return
            code = secrets.token_urlsafe(16)
            CODES[code] = asked
            back = urllib.parse.urlencode({"code": code, "state": asked["state"]})
            self.say(302, {}, Location=asked["redirect_uri"] + "?" + back)
        else:
            self.say(404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/told":
            TOLD.update(json.loads(body))
            self.say(200, TOLD)
        elif self.path == "/token":
            self.redeem(dict(urllib.parse.parse_qsl(body)))
        else:
            self.say(404, {})

    def redeem(self, given):
        basic = "Basic " + base64.b64encode(
            f"{urllib.parse.quote(CLIENT, '')}:{urllib.parse.quote(SECRET, '')}".encode()).decode()
        if self.headers.get("Authorization") != basic:
            self.say(401, {"error": "invalid_client"})
            return
        asked = CODES.pop(given.get("code"), None)
        challenge = encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if asked is None or given.get("grant_type") != "authorization_code" \
                or given.get("redirect_uri") != asked["redirect_uri"] \
                or challenge != asked["code_challenge"]:
            self.say(400, {"error": "invalid_grant"})
            return
        self.say(200, {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer",
                       "id_token": sign(claims_of(asked))})


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Provider).serve_forever()
