"""A real mail server for the letters: Debian's exim, run by an ordinary user with a folder of its
own. Letters to yibao.example it puts into a Maildir, as a bureau's server does; those to
mail.example into another, as the server of who wrote does."""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile

import house

PROGRAM = shutil.which("exim4", path="/usr/sbin:/usr/local/sbin:" + os.environ["PATH"])
# A server that is started as root will deliver nothing as root.
USER = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
OURS, THEIRS = "yibao.example", "mail.example"

# Whom the letters for us go to and how is what a bureau puts into its server (packaging/exim4).
CONFIG = """
YIBAO_DOMAINS = {ours}
YIBAO_MAILDIR = {folder}/bureau
YIBAO_USER = {user}
primary_hostname = mail.{ours}
exim_user = {user}
exim_group = {group}
never_users =
keep_environment =
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
pid_file_path = {folder}/pid
notifier_socket =
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
tls_advertise_hosts =
deliver_drop_privilege
message_size_limit = 32M
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  accept
begin routers
{router}
theirs:
  driver = accept
  domains = {theirs}
  transport = theirs
begin transports
{transport}
theirs:
  driver = appendfile
  directory = {folder}/theirs
  maildir_format
"""


class PostOffice:
    def __init__(self):
        account = pwd.getpwnam(USER)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yibao-post-"))
        self.bureau, self.theirs = self.folder / "bureau", self.folder / "theirs"
        self.port = house.free_port()
        config = self.folder / "exim.conf"
        config.write_text(CONFIG.format(
            user=USER, group=account.pw_gid, folder=self.folder, port=self.port, ours=OURS,
            theirs=THEIRS, **{part: (house.SOURCE / "packaging/exim4" / part).read_text(
                encoding="ascii") for part in ("router", "transport")}), encoding="ascii")
        who = {}
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, account.pw_uid, account.pw_gid)
            os.chown(config, 0, 0)
            who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.said = open(self.folder / "said", "wb")
        self.server = subprocess.Popen([PROGRAM, "-C", str(config), "-bdf"], cwd="/",
                                       stdin=subprocess.DEVNULL, stdout=self.said,
                                       stderr=self.said, start_new_session=True, **who)
        house.OPEN.append(self)
        house.until("the mail server", self._answers)

    def _answers(self):
        if self.server.poll() is not None:
            raise RuntimeError((self.folder / "said").read_text(errors="replace"))
        try:
            smtplib.SMTP("127.0.0.1", self.port, timeout=house.PATIENCE).quit()
        except OSError:
            return False
        return True

    def close(self):
        """The server, and whatever it left at work: they are a session of their own."""
        if self in house.OPEN:
            house.OPEN.remove(self)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.said.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, sender, to, content):
        """As the sender's program hands it in."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=house.PATIENCE) as server:
            server.sendmail(sender, [to], content, mail_options=["BODY=8BITMIME"])

    def came_back(self):
        """What lies in their Maildir, as bytes."""
        new = self.theirs / "new"
        return [path.read_bytes() for path in sorted(new.iterdir())] if new.exists() else []
