"""What is published reaches people: mail to a local server, gateways over HTTP with signature,
receipt and retry; nothing goes out twice after a kill."""

import base64
import email
import hashlib
import hmac
import http.server
import json
import socketserver
import threading
import time
import unittest
import urllib.request

import house

SECRET = "a secret shared with the gateways"
PUBLISHER, LEADER = "publisher.110000", "leader.110000"
NOTICE = """notice: 测试〔2020〕3号
title: 关于延长征收期的通知
place: 110000
issued: 2020-02-10
register: { cc: ["110105"] }
measures:
  - ids: [1a]
    clause: 一
    says: the collection period runs longer
    zh: 征收期延长
    extend: { deadlines: [contribution.collection], periods: [2020-01], to: 2020-03-31 }
"""


class MailSink:
    """Takes letters as RFC 5321 says, and keeps them."""

    def __init__(self):
        letters = self.letters = []

        class Handler(socketserver.StreamRequestHandler):
            def say(self, text):
                self.wfile.write(text.encode() + b"\r\n")

            def handle(self):
                self.say("220 sink")
                for line in self.rfile:
                    word = line.strip().upper()
                    if word == b"DATA":
                        self.say("354 go on")
                        lines = []
                        for part in self.rfile:
                            if part == b".\r\n":
                                break
                            lines.append(part)
                        letters.append(email.message_from_bytes(b"".join(lines)))
                        self.say("250 taken")
                    elif word == b"QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class GatewaySink:
    """Answers as told: a list of statuses a path, the last one for ever; 0 never answers."""

    def __init__(self, **statuses):
        sink = self
        self.statuses, self.requests = statuses, []
        self.hanging, self.ended = threading.Event(), threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                name = self.path.strip("/")
                sink.requests.append((name, dict(self.headers), body))
                left = sink.statuses[name]
                status = left.pop(0) if len(left) > 1 else left[0]
                if status == 0:
                    sink.hanging.set()
                    sink.ended.wait(house.PATIENCE)
                    return
                answer = json.dumps({"receipt": f"{name}-{len(sink.requests)}"}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def of(self, name):
        return [request for request in self.requests if request[0] == name]


class Delivery(unittest.TestCase):
    def start(self, **statuses):
        self.world = house.World(people=60).make()
        self.addCleanup(self.world.close)
        self.mail, self.gateway = MailSink(), GatewaySink(**statuses)
        for sink in (self.mail, self.gateway):
            self.addCleanup(sink.server.server_close)
            self.addCleanup(sink.server.shutdown)
        self.addCleanup(self.gateway.ended.set)
        self.secret = self.world.folder / "secret"
        self.secret.write_text(SECRET + "\n")
        self.serve()

    def serve(self):
        port = house.free_port()
        at = f"http://127.0.0.1:{self.gateway.port}"
        self.world.serve("--http", f"127.0.0.1:{port}", "--mail-server",
                         f"smtp://127.0.0.1:{self.mail.port}", "--sms-gateway", at + "/sms",
                         "--wechat-gateway", at + "/wechat", "--app-gateway", at + "/app",
                         "--gateway-secret", str(self.secret), "--retry-seconds", "1")
        self.hall = house.Hall(port)

    def wait_until(self, ask):
        house.until(self.world.said, ask)

    def announced(self, title):
        given = {"kind": "appeal", "place": 110000, "title": title, "body": "请尽量在网上办理。"}
        announcement = self.hall.good("POST", "/api/v1/announcements", given,
                                      PUBLISHER)["announcement"]
        self.hall.good("POST", f"/api/v1/announcements/{announcement}/publication", {}, LEADER)
        return announcement

    def deliveries(self, subject):
        rows = self.hall.good("GET", f"/api/v1/deliveries?subject={subject}", login=LEADER)
        return {row["channel"]: row for row in rows["deliveries"]}

    def states(self, subject):
        return {channel: row["state"] for channel, row in self.deliveries(subject).items()}

    def test_an_announcement_goes_out_by_every_channel(self):
        self.start(sms=[200], wechat=[403], app=[500, 503, 200])
        subject = self.announced("“不见面办”倡议书")
        self.wait_until(lambda: self.states(subject) == {
            "portal": "sent", "sms": "sent", "wechat": "failed", "app": "sent",
            "phone": "listed"})
        rows = self.deliveries(subject)
        self.assertEqual(rows["app"]["tries"], 3)
        self.assertTrue(rows["sms"]["receipt"].startswith("sms-"))
        self.assertEqual([len(self.gateway.of(name)) for name in ("sms", "wechat", "app")],
                         [1, 1, 3])
        keys = {headers["X-Yibao-Key"] for _, headers, _ in self.gateway.of("app")}
        self.assertEqual(len(keys), 1)      # each try is known as the same one
        _, headers, body = self.gateway.of("sms")[0]
        if "sm3" in hashlib.algorithms_available:
            signed = hmac.new(SECRET.encode(), headers["X-Yibao-Time"].encode() + b"\n" + body,
                              "sm3").hexdigest()
            self.assertEqual(headers["X-Yibao-Signature"], signed)
        self.assertEqual(json.loads(body)["text"], "“不见面办”倡议书")
        self.assertLessEqual(len(json.loads(body)["text"]), 70)

        # A poster to print: in large type, without signing in.
        with urllib.request.urlopen(f"http://127.0.0.1:{self.hall.port}/poster?announcement="
                                    f"{subject}") as answer:
            poster = answer.read().decode()
        sheet = poster[poster.index('<article class="sheet">'):poster.index("</article>")]
        self.assertIn("“不见面办”倡议书", sheet)
        self.assertIn("请尽量在网上办理。", sheet)

        long = self.announced("长" * 71)
        self.wait_until(lambda: self.states(long).get("sms") == "failed")
        self.assertEqual(self.deliveries(long)["sms"]["fault"], "over 70 characters")
        self.assertEqual(len(self.gateway.of("sms")), 1)

    def test_a_notice_is_mailed_to_its_receivers(self):
        self.start(sms=[200], wechat=[200], app=[200])
        office = self.world.rows("SELECT office FROM office WHERE division = 110105 "
                                 "AND kind = 'bureau'")[0][0]
        self.assertEqual(self.hall.refused("POST", "/api/v1/delivery-addresses", {
            "owner": office, "channel": "mail", "address": "x@example.org"}, LEADER),
            "delivery.refused.not-yours")
        self.hall.good("POST", "/api/v1/delivery-addresses", {
            "owner": office, "channel": "mail", "address": "chaoyang@example.org"},
            "leader.110105")
        document = self.hall.good("POST", "/api/v1/notice-documents", {
            "text": base64.b64encode(NOTICE.encode()).decode()}, PUBLISHER)["document"]
        self.hall.good("POST", f"/api/v1/notice-documents/{document}/approval", {}, LEADER)
        self.hall.good("POST", f"/api/v1/notice-documents/{document}/publication", {}, PUBLISHER)
        self.wait_until(lambda: self.mail.letters)
        self.wait_until(lambda: self.world.count("delivery", "channel = 'mail'"
                                                 " AND state = 'sent'") == 1)
        letter = self.mail.letters[0]
        self.assertEqual(letter["To"], "<chaoyang@example.org>")
        said = letter.get_payload(decode=True).decode()
        self.assertIn("测试〔2020〕3号", said)
        self.assertLessEqual(len(said), 70)
        self.assertNotIn("chaoyang@example.org", self.world.said())

        # Every institution of the district gets it, once, and each one's reading is listed.
        guide = f"/api/v1/notice-documents/{document}/guidance"
        there = self.world.count("institution", "division = 110105")
        self.assertGreater(there, 0)
        self.assertEqual(self.hall.refused("POST", guide, {"division": 371300}, PUBLISHER),
                         "notice.refused.out-of-place")
        self.assertEqual(self.hall.good("POST", guide, {"division": 110105}, PUBLISHER)["sent"],
                         there)
        self.assertEqual(self.hall.good("POST", guide, {"division": 110105}, PUBLISHER)["sent"], 0)
        self.hall.good("POST", f"/api/v1/notices-received/{document}/reading", {}, "leader.110105")
        receivers = self.hall.good("GET", f"/api/v1/notice-documents/{document}/receivers",
                                   login=PUBLISHER)["received"]
        self.assertEqual(sum("read_at" in row for row in receivers), 1)
        self.assertEqual(sum(row["kind"] == "institution" for row in receivers), there)
        self.world.kill()
        self.serve()
        time.sleep(1)
        self.assertEqual(len(self.mail.letters), 1)

    def test_nothing_goes_out_twice_after_a_kill(self):
        self.start(sms=[0], wechat=[200], app=[200])
        subject = self.announced("停机公告")
        self.assertTrue(self.gateway.hanging.wait(house.PATIENCE))
        self.world.kill()               # the gateway has it, the answer is not there
        self.gateway.statuses["sms"] = [200]
        self.serve()
        self.wait_until(lambda: [self.states(subject).get(name) for name in ("app", "sms")]
                        == ["sent", "uncertain"])
        time.sleep(1)
        self.assertEqual([len(self.gateway.of(name)) for name in ("sms", "wechat", "app")],
                         [1, 1, 1])
        self.assertEqual(self.world.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
