"""Forms of log-in, password and second factor: our words, no more tries while a name is locked."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from gongkai.web.accounts.adapters import check_lock

__all__ = [
    "ConfirmForm", "EnterForm", "KeyForm", "KeyNameForm", "PasswordForm", "SecondFactorForm",
]  # fmt: skip


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, code="验证码")

    def clean_code(self) -> str:
        """Failures of the code lock the name as those of the password do."""
        check_lock(self.user.username)
        code: str = super().clean_code()
        return code


def _name(form: forms.Form, **labels: str) -> None:
    """Labels instead of placeholders, and errors that say what to do."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = f"请填写“{label}”"


class EnterForm(LoginForm):  # type: ignore[misc]
    """Log-in; nobody but an administrator helps with a lost password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, login="登录名", password="口令")  # noqa: S106 - a label
        self.fields["password"].help_text = ""


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, oldpassword="现用口令", password1="新口令", password2="再填一次新口令")
        self.fields["oldpassword"].help_text = ""


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, password="口令")  # noqa: S106 - a label
        self.fields["password"].help_text = ""


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A security key; its name is for the person alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, name="名称")


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, name="名称")
